import type { EntityManager } from 'typeorm';

/** Votes by where they were cast: of these contracts, in these blocks. */
export interface VoteRange {
  chainId: number;
  contracts: string[];
  fromBlock: number;
  toBlock: number;
}

/** Adds the votes that were just written to their proposals' tallies. */
export async function addVotes(manager: EntityManager, range: VoteRange): Promise<void> {
  await move(manager, range, 1);
}

/** Takes votes that are about to be deleted out of their proposals' tallies. */
export async function subtractVotes(manager: EntityManager, range: VoteRange): Promise<void> {
  await move(manager, range, -1);
  await manager.query('DELETE FROM proposal_tally WHERE chain_id = $1 AND votes_count = 0', [range.chainId]);
}

async function move(manager: EntityManager, range: VoteRange, sign: 1 | -1): Promise<void> {
  const { chainId, contracts, fromBlock, toBlock } = range;
  await manager.query(
    `INSERT INTO proposal_tally AS tally (chain_id, governor, proposal_id, against, for_, abstain, votes_count)
     SELECT chain_id, contract, proposal_id,
       $5 * coalesce(sum(weight) FILTER (WHERE support = 0), 0),
       $5 * coalesce(sum(weight) FILTER (WHERE support = 1), 0),
       $5 * coalesce(sum(weight) FILTER (WHERE support = 2), 0),
       $5 * count(*)
     FROM vote_cast
     WHERE chain_id = $1 AND contract = ANY($2) AND block_number BETWEEN $3 AND $4
     GROUP BY chain_id, contract, proposal_id
     ON CONFLICT (chain_id, governor, proposal_id) DO UPDATE SET
       against = tally.against + excluded.against,
       for_ = tally.for_ + excluded.for_,
       abstain = tally.abstain + excluded.abstain,
       votes_count = tally.votes_count + excluded.votes_count`,
    [chainId, contracts, fromBlock, toBlock, sign],
  );
}
