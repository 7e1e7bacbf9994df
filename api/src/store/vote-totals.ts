import type { EntityManager } from 'typeorm';
import type { VoteCastEntity } from './vote-cast.entity.js';
import { partSql, partsOf } from './vote-parts.js';

/** The column that a vote counts in, when all of it does. */
const columns = ['against', 'for', 'abstain'] as const;

/** The votes of one proposal. */
interface Sums {
  governor: string;
  proposalId: bigint;
  against: bigint;
  for: bigint;
  abstain: bigint;
  count: number;
}

/** Adds votes that were just written to their proposals' tallies, and to the counts of those who voted. */
export async function addVotes(manager: EntityManager, votes: VoteCastEntity[]): Promise<void> {
  const [first] = votes;
  if (!first) return;
  const sums = sumsOf(votes);
  const column = (read: (one: Sums) => unknown) => sums.map((one) => String(read(one)));
  await manager.query(ADD, [
    first.chainId,
    column(({ governor }) => governor),
    column(({ proposalId }) => proposalId),
    column(({ against }) => against),
    column((one) => one.for),
    column(({ abstain }) => abstain),
    column(({ count }) => count),
  ]);
  const counts = [...countsOf(votes).values()];
  await manager.query(ADD_VOTERS, [
    first.chainId,
    counts.map(({ governor }) => governor),
    counts.map(({ voter }) => voter),
    counts.map(({ count }) => count),
  ]);
}

/** Deletes votes above a block, and takes them out of what was counted. */
export async function rollBackVotes(manager: EntityManager, chainId: number, above: number): Promise<void> {
  await manager.query(ROLL_BACK, [chainId, above]);
  await manager.query('DELETE FROM proposal_tally WHERE chain_id = $1 AND votes_count = 0', [chainId]);
  await manager.query('DELETE FROM voter_tally WHERE chain_id = $1 AND votes_count = 0', [chainId]);
}

/** How often each account voted. */
function countsOf(votes: VoteCastEntity[]): Map<string, { governor: string; voter: string; count: number }> {
  const counts = new Map<string, { governor: string; voter: string; count: number }>();
  for (const { contract: governor, voter } of votes) {
    const name = `${governor} ${voter}`;
    const known = counts.get(name);
    if (known) known.count += 1;
    else counts.set(name, { governor, voter, count: 1 });
  }
  return counts;
}

function sumsOf(votes: VoteCastEntity[]): Sums[] {
  const sums: Sums[] = [];
  const byGovernor = new Map<string, Map<bigint, Sums>>();
  for (const vote of votes) {
    const { contract: governor, proposalId } = vote;
    const byProposal = byGovernor.get(governor) ?? new Map<bigint, Sums>();
    byGovernor.set(governor, byProposal);
    let sum = byProposal.get(proposalId);
    if (!sum) {
      sum = { governor, proposalId, against: 0n, for: 0n, abstain: 0n, count: 0 };
      byProposal.set(proposalId, sum);
      sums.push(sum);
    }
    addTo(sum, vote);
  }
  return sums;
}

function addTo(sum: Sums, vote: VoteCastEntity): void {
  sum.count += 1;
  const column = columns[vote.support];
  if (column) sum[column] += vote.weight;
  else addParts(sum, vote);
}

/** A vote that is split, or one of a kind that nobody knows: that counts as a vote and no more. */
function addParts(sum: Sums, vote: VoteCastEntity): void {
  const parts = partsOf(vote);
  for (const column of columns) sum[column] += parts[column];
}

const ADD = `
  INSERT INTO proposal_tally AS tally (chain_id, governor, proposal_id, against, for_, abstain, votes_count)
  SELECT $1, governor, proposal_id, against, for_, abstain, votes_count
  FROM unnest($2::text[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::int[])
    AS cast_now (governor, proposal_id, against, for_, abstain, votes_count)
  ON CONFLICT (chain_id, governor, proposal_id) DO UPDATE SET
    against = tally.against + excluded.against,
    for_ = tally.for_ + excluded.for_,
    abstain = tally.abstain + excluded.abstain,
    votes_count = tally.votes_count + excluded.votes_count`;

const ADD_VOTERS = `
  INSERT INTO voter_tally AS tally (chain_id, governor, voter, votes_count)
  SELECT $1, governor, voter, votes_count
  FROM unnest($2::text[], $3::text[], $4::int[]) AS cast_now (governor, voter, votes_count)
  ON CONFLICT (chain_id, governor, voter) DO UPDATE SET votes_count = tally.votes_count + excluded.votes_count`;

const ROLL_BACK = `
  WITH gone AS (
    DELETE FROM vote_cast WHERE chain_id = $1 AND block_number > $2
    RETURNING contract, proposal_id, voter, support, weight, params
  ), voters AS (
    UPDATE voter_tally tally SET votes_count = tally.votes_count - taken.count
    FROM (SELECT contract, voter, count(*) AS count FROM gone GROUP BY contract, voter) taken
    WHERE tally.chain_id = $1 AND tally.governor = taken.contract AND tally.voter = taken.voter
  ), sums AS (
    SELECT contract, proposal_id,
      sum(${partSql('against')}) AS against, sum(${partSql('for')}) AS for_, sum(${partSql('abstain')}) AS abstain,
      count(*) AS votes_count
    FROM gone GROUP BY contract, proposal_id
  )
  UPDATE proposal_tally tally SET
    against = tally.against - sums.against, for_ = tally.for_ - sums.for_,
    abstain = tally.abstain - sums.abstain, votes_count = tally.votes_count - sums.votes_count
  FROM sums
  WHERE tally.chain_id = $1 AND tally.governor = sums.contract AND tally.proposal_id = sums.proposal_id`;
