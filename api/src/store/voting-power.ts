import type { EntityManager } from 'typeorm';
import { pruneDelegates } from './delegate-pruning.js';
import type { DelegateVotesChangedEntity } from './token.entity.js';

/**
 * Writes what delegates vote with now. Of a delegate the newest event counts: older ones, which come when an organization
 * is added later, change nothing.
 */
export async function applyVotingPower(manager: EntityManager, facts: DelegateVotesChangedEntity[]): Promise<void> {
  const changes = [...new Map(facts.map((fact) => [`${fact.contract} ${fact.delegate}`, fact])).values()];
  const [first] = changes;
  if (!first) return;
  await manager.query(APPLY, [
    first.chainId,
    changes.map(({ contract }) => contract),
    changes.map(({ delegate }) => delegate),
    changes.map(({ newVotes }) => newVotes.toString()),
    changes.map(({ blockNumber }) => blockNumber),
    changes.map(({ logIndex }) => logIndex),
  ]);
}

/** Deletes the changes of votes above a block, and goes back to what was before them. */
export async function rollBackVotingPower(manager: EntityManager, chainId: number, above: number): Promise<void> {
  const [gone]: [{ contract: string; delegate: string }[], number] = await manager.query(
    'DELETE FROM delegate_votes_changed WHERE chain_id = $1 AND block_number > $2 RETURNING contract, delegate',
    [chainId, above],
  );
  if (gone.length === 0) return;
  const tokens = gone.map(({ contract }) => contract);
  const accounts = gone.map(({ delegate }) => delegate);
  await manager.query(WITHDRAW, [chainId, tokens, accounts]);
  await applyVotingPower(manager, await manager.query(LAST, [chainId, tokens, accounts]));
  await pruneDelegates(manager, chainId);
}

const APPLY = `
  INSERT INTO delegate AS known (chain_id, token, account, votes, delegators_count, votes_block_number, votes_log_index)
  SELECT $1, token, account, votes, 0, block_number, log_index
  FROM unnest($2::text[], $3::text[], $4::numeric[], $5::bigint[], $6::int[])
    AS change (token, account, votes, block_number, log_index)
  ON CONFLICT (chain_id, token, account) DO UPDATE SET
    votes = excluded.votes, votes_block_number = excluded.votes_block_number, votes_log_index = excluded.votes_log_index
  WHERE (excluded.votes_block_number, excluded.votes_log_index) > (known.votes_block_number, known.votes_log_index)`;

const WITHDRAW = `
  UPDATE delegate SET votes = 0, votes_block_number = -1, votes_log_index = -1
  WHERE chain_id = $1 AND (token, account) IN (SELECT * FROM unnest($2::text[], $3::text[]))`;

const LAST = `
  SELECT last.chain_id AS "chainId", last.contract, last.delegate, last.new_votes AS "newVotes",
    last.block_number AS "blockNumber", last.log_index AS "logIndex"
  FROM (SELECT DISTINCT * FROM unnest($2::text[], $3::text[]) AS gone (token, account)) gone
  CROSS JOIN LATERAL (
    SELECT * FROM delegate_votes_changed
    WHERE chain_id = $1 AND contract = gone.token AND delegate = gone.account
    ORDER BY block_number DESC, log_index DESC LIMIT 1
  ) last`;
