import type { DataSource, EntityManager } from 'typeorm';

/** What only views of governors and headers of blocks tell; written together with the stretch that made it known. */
export interface GovernorReadings {
  /** `quorum` is null where the view refuses to tell, `superQuorum` also where there is none. */
  quorums: { governor: string; proposalId: bigint; quorum: bigint | null; superQuorum: bigint | null }[];
  /** Governors with one quorum for all proposals. */
  constants: { governor: string; quorum: bigint }[];
  blockTimes: { number: number; blockAt: Date }[];
}

/** A proposal whose quorum can be read once its snapshot has passed. */
export interface ProposalSnapshot {
  governor: string;
  proposalId: bigint;
  snapshot: bigint;
}

/** What is still to be read of a chain, some of it only in times to come. */
export interface MissingReadings {
  quorums: ProposalSnapshot[];
  /** Blocks that proposals name as their start or their end. */
  blocks: bigint[];
}

/** Nothing was read. */
export const NO_READINGS: GovernorReadings = { quorums: [], constants: [], blockTimes: [] };

/** Writes what was read; what was read before is written over. */
export async function writeReadings(
  manager: EntityManager,
  chainId: number,
  { quorums, constants, blockTimes }: GovernorReadings,
): Promise<void> {
  if (quorums.length > 0) {
    const each = [...new Map(quorums.map((one) => [`${one.governor} ${one.proposalId}`, one])).values()];
    await manager.query(WRITE_QUORUMS, [
      chainId,
      each.map(({ governor }) => governor),
      each.map(({ proposalId }) => String(proposalId)),
      each.map(({ quorum }) => textOf(quorum)),
      each.map(({ superQuorum }) => textOf(superQuorum)),
    ]);
  }
  for (const { governor, quorum } of constants) {
    await manager.query('UPDATE governor_dialect SET quorum = $3 WHERE chain_id = $1 AND governor = $2', [
      chainId,
      governor,
      String(quorum),
    ]);
  }
  if (blockTimes.length > 0) {
    await manager.query(WRITE_TIMES, [
      chainId,
      blockTimes.map(({ number }) => number),
      blockTimes.map(({ blockAt }) => blockAt),
    ]);
  }
}

/** Forgets what was read of snapshots and blocks above a block; the facts above it are gone already. */
export async function rollBackReadings(manager: EntityManager, chainId: number, above: number): Promise<void> {
  await manager.query(ROLL_BACK_QUORUMS, [chainId, above]);
  await manager.query('DELETE FROM block_time WHERE chain_id = $1 AND number > $2', [chainId, above]);
}

/** What is still to be read of a chain. */
export async function missingReadings(dataSource: DataSource, chainId: number): Promise<MissingReadings> {
  const [quorums, blocks] = await Promise.all([
    dataSource.query<SnapshotRow[]>(MISSING_QUORUMS, [chainId]),
    dataSource.query<{ number: string }[]>(MISSING_BLOCKS, [chainId]),
  ]);
  return { quorums: quorums.map(toSnapshot), blocks: blocks.map(({ number }) => BigInt(number)) };
}

/** Every proposal of a governor. */
export async function snapshotsOf(
  dataSource: DataSource,
  chainId: number,
  governor: string,
): Promise<ProposalSnapshot[]> {
  const rows = await dataSource.query<SnapshotRow[]>(
    'SELECT contract, proposal_id, vote_start FROM proposal_created WHERE chain_id = $1 AND contract = $2',
    [chainId, governor],
  );
  return rows.map(toSnapshot);
}

interface SnapshotRow {
  contract: string;
  proposal_id: string;
  vote_start: string;
}

const toSnapshot = (row: SnapshotRow): ProposalSnapshot => ({
  governor: row.contract,
  proposalId: BigInt(row.proposal_id),
  snapshot: BigInt(row.vote_start),
});

const textOf = (amount: bigint | null) => (amount === null ? null : String(amount));

const WRITE_QUORUMS = `
  INSERT INTO proposal_quorum (chain_id, governor, proposal_id, quorum, super_quorum)
  SELECT $1, governor, proposal_id, quorum, super_quorum
  FROM unnest($2::text[], $3::numeric[], $4::numeric[], $5::numeric[])
    AS read (governor, proposal_id, quorum, super_quorum)
  ON CONFLICT (chain_id, governor, proposal_id) DO UPDATE SET
    quorum = excluded.quorum, super_quorum = excluded.super_quorum`;

const WRITE_TIMES = `
  INSERT INTO block_time (chain_id, number, block_at)
  SELECT $1, number, block_at FROM unnest($2::bigint[], $3::timestamptz[]) AS read (number, block_at)
  ON CONFLICT (chain_id, number) DO UPDATE SET block_at = excluded.block_at`;

// What a view says of a snapshot rests on the blocks up to the snapshot: while those stay, it stays.
const ROLL_BACK_QUORUMS = `
  DELETE FROM proposal_quorum read
  WHERE chain_id = $1 AND NOT EXISTS (
    SELECT FROM proposal_created p
    JOIN governor_dialect d ON d.chain_id = p.chain_id AND d.governor = p.contract
    WHERE p.chain_id = read.chain_id AND p.contract = read.governor AND p.proposal_id = read.proposal_id
      AND p.vote_start < CASE d.clock
        WHEN 'timestamp' THEN (SELECT extract(epoch FROM block_at) FROM block WHERE chain_id = $1 AND number = $2)
        ELSE $2 END)`;

const MISSING_QUORUMS = `
  SELECT p.contract, p.proposal_id, p.vote_start
  FROM proposal_created p
  JOIN governor_dialect d ON d.chain_id = p.chain_id AND d.governor = p.contract
  WHERE p.chain_id = $1 AND d.quorum_rule IN ('checkpoint', 'view') AND NOT EXISTS (
    SELECT FROM proposal_quorum read
    WHERE read.chain_id = p.chain_id AND read.governor = p.contract AND read.proposal_id = p.proposal_id)`;

const MISSING_BLOCKS = `
  SELECT DISTINCT named.number
  FROM governor_dialect d
  CROSS JOIN LATERAL (
    SELECT unnest(ARRAY[vote_start, vote_end]) FROM proposal_created p
    WHERE p.chain_id = d.chain_id AND p.contract = d.governor
    UNION ALL
    SELECT extended_deadline FROM proposal_extended x WHERE x.chain_id = d.chain_id AND x.contract = d.governor
  ) named (number)
  WHERE d.chain_id = $1 AND d.clock = 'blocknumber' AND NOT EXISTS (
    SELECT FROM block_time t WHERE t.chain_id = d.chain_id AND t.number = named.number)`;
