import { type PositionRow, positionOf } from './position.js';
import { type Proposal, type ProposalState, proposalIdOf, type RawCall } from './proposal.js';
import type { Tally } from './tally.js';

/** A row of `proposalsSql`. */
export interface ProposalRow extends PositionRow {
  chain_id: number;
  contract: string;
  proposal_id: string;
  slug: string;
  proposer: string;
  description: string;
  description_hash: string;
  state: ProposalState;
  track_id: number | null;
  approval_bps: number | null;
  targets: string[];
  values: string[];
  signatures: string[];
  calldatas: Buffer[];
  vote_start: string;
  deadline: string;
  vote_start_at: Date;
  vote_end_at: Date;
  is_vote_start_estimated: boolean;
  is_vote_end_estimated: boolean;
  eta_at: Date | null;
  expires_at: Date | null;
  now_at: Date;
  votes_for: string;
  votes_against: string;
  votes_abstain: string;
  voters: number;
  quorum: string;
  is_quorum_reached: boolean;
  queued_at: Date | null;
  queue_tx_hash: string | null;
  executed_at: Date | null;
  execute_tx_hash: string | null;
  execute_block_number: string | null;
  execute_log_index: number | null;
  execute_from_index: number | null;
  canceled_at: Date | null;
  cancel_tx_hash: string | null;
}

/** More votes for than against is what plain OpenZeppelin governors ask for. */
const SIMPLE_MAJORITY_BPS = 5000;

/** Turns a row into the noun. */
export function toProposal(row: ProposalRow): Proposal {
  const key = { chainId: row.chain_id, governor: row.contract, proposalId: BigInt(row.proposal_id) };
  return {
    ...key,
    id: proposalIdOf(key),
    slug: row.slug,
    proposerAddress: row.proposer,
    title: titleOf(row.description),
    description: row.description,
    descriptionHash: row.description_hash,
    state: row.state,
    trackId: row.track_id,
    rawCalls: rawCallsOf(row),
    voteStartAt: row.vote_start_at,
    voteEndAt: row.vote_end_at,
    isVoteStartEstimated: row.is_vote_start_estimated,
    isVoteEndEstimated: row.is_vote_end_estimated,
    etaAt: row.eta_at,
    expiresAt: row.expires_at,
    createdAt: row.block_at,
    snapshot: BigInt(row.vote_start),
    deadline: BigInt(row.deadline),
    isExecutable: row.state === 'QUEUED' && row.eta_at !== null && row.eta_at <= row.now_at,
    tally: tallyOf(row),
    position: positionOf(row),
    execution: executionOf(row),
  };
}

/** The first line of a description without its Markdown heading marks. */
export function titleOf(description: string): string {
  const line = description.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  const title = line
    .replace(/#proposer=0x[0-9a-fA-F]{40}\s*$/, '')
    .replace(/^\s*#+\s*/, '')
    .trim();
  return title.length > 250 ? `${title.slice(0, 249)}…` : title || 'Untitled proposal';
}

function rawCallsOf(row: ProposalRow): RawCall[] {
  return row.targets.map((target, index) => ({
    target,
    value: BigInt(row.values[index] ?? 0),
    calldata: `0x${(row.calldatas[index] ?? Buffer.alloc(0)).toString('hex')}`,
    signature: row.signatures[index] ?? '',
  }));
}

function tallyOf(row: ProposalRow): Tally {
  const votesFor = BigInt(row.votes_for);
  const against = BigInt(row.votes_against);
  const decided = votesFor + against;
  return {
    for: votesFor,
    against,
    abstain: BigInt(row.votes_abstain),
    quorum: BigInt(row.quorum),
    quorumReached: row.is_quorum_reached,
    approvalBps: decided === 0n ? 0 : Number((votesFor * 10_000n) / decided),
    requiredApprovalBps: row.approval_bps ?? SIMPLE_MAJORITY_BPS,
    voters: row.voters,
  };
}

function executionOf(row: ProposalRow): Proposal['execution'] {
  if (!row.execute_tx_hash || row.execute_log_index === null) return null;
  return {
    blockNumber: Number(row.execute_block_number),
    txHash: row.execute_tx_hash,
    fromLogIndex: row.execute_from_index ?? 0,
    toLogIndex: row.execute_log_index,
  };
}
