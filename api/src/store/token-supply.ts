import type { EntityManager } from 'typeorm';
import type { TokenTransferEntity } from './token.entity.js';

const NOBODY = '0x0000000000000000000000000000000000000000';

/** What one block minted less what it burnt. */
interface Change {
  token: string;
  blockNumber: number;
  blockAt: Date;
  amount: bigint;
}

/**
 * Brings the supplies up to date with transfers that were just written. Returns the tokens whose supply of an earlier time
 * is another one now: an organization that is added later brings mints that are older than what is known.
 */
export async function applySupply(manager: EntityManager, transfers: TokenTransferEntity[]): Promise<string[]> {
  const changes = changesOf(transfers);
  const chainId = transfers[0]?.chainId;
  if (changes.length === 0) return [];
  const tokens = changes.map(({ token }) => token);
  const blocks = changes.map(({ blockNumber }) => blockNumber);
  const amounts = changes.map(({ amount }) => String(amount));
  const [moved]: [{ token: string }[], number] = await manager.query(MOVE_LATER, [chainId, tokens, blocks, amounts]);
  const times = changes.map(({ blockAt }) => blockAt);
  await manager.query(ADD, [chainId, tokens, blocks, amounts, times]);
  return [...new Set(moved.map(({ token }) => token))];
}

/** Forgets the supplies above a block: what is below never counted what was above. */
export async function rollBackSupply(manager: EntityManager, chainId: number, above: number): Promise<void> {
  await manager.query('DELETE FROM token_supply WHERE chain_id = $1 AND block_number > $2', [chainId, above]);
}

function changesOf(transfers: TokenTransferEntity[]): Change[] {
  const changes = new Map<string, Change>();
  for (const { contract: token, from, to, amount, blockNumber, blockAt } of transfers) {
    if (from !== NOBODY && to !== NOBODY) continue;
    const name = `${token} ${blockNumber}`;
    const change = changes.get(name) ?? { token, blockNumber, blockAt, amount: 0n };
    if (from === NOBODY) change.amount += amount;
    if (to === NOBODY) change.amount -= amount;
    changes.set(name, change);
  }
  return [...changes.values()];
}

const CHANGES = 'unnest($2::text[], $3::bigint[], $4::numeric[]) AS change (token, block_number, amount)';

/** What was known of these blocks and later ones. */
const MOVE_LATER = `
  UPDATE token_supply later SET supply = later.supply + (
    SELECT sum(amount) FROM ${CHANGES} WHERE token = later.token AND change.block_number <= later.block_number)
  FROM (SELECT token, min(block_number) AS block_number FROM ${CHANGES} GROUP BY token) first
  WHERE later.chain_id = $1 AND later.token = first.token AND later.block_number >= first.block_number
  RETURNING later.token`;

/** Blocks of which nothing was known: what is known below them, and all changes since. */
const ADD = `
  WITH change AS (
    SELECT * FROM unnest($2::text[], $3::bigint[], $4::numeric[], $5::timestamptz[])
      AS change (token, block_number, amount, block_at)
  )
  INSERT INTO token_supply (chain_id, token, block_number, block_at, supply)
  SELECT $1, change.token, change.block_number, change.block_at, coalesce(before.supply, 0) + (
    SELECT sum(amount) FROM change earlier
    WHERE earlier.token = change.token AND earlier.block_number <= change.block_number
      AND earlier.block_number > coalesce(before.block_number, -1))
  FROM change LEFT JOIN LATERAL (
    SELECT supply, block_number FROM token_supply known
    WHERE known.chain_id = $1 AND known.token = change.token AND known.block_number < change.block_number
    ORDER BY known.block_number DESC LIMIT 1
  ) before ON true
  ON CONFLICT (chain_id, token, block_number) DO NOTHING`;
