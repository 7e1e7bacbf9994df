import type { Position } from './position.js';
import type { Tally } from './tally.js';

/** OpenZeppelin's states of a proposal, in the order of its enum. */
export const PROPOSAL_STATES = [
  'PENDING',
  'ACTIVE',
  'CANCELED',
  'DEFEATED',
  'SUCCEEDED',
  'QUEUED',
  'EXPIRED',
  'EXECUTED',
] as const;

export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** Whether a text is one of the eight states. */
export const isProposalState = (text: string): text is ProposalState =>
  (PROPOSAL_STATES as readonly string[]).includes(text);

/** What names a proposal, also before and after a reorg. */
export interface ProposalKey {
  chainId: number;
  governor: string;
  proposalId: bigint;
}

/** The raw calls of a proposal. */
export interface RawCall {
  target: string;
  value: bigint;
  calldata: string;
  signature: string;
}

/** A set of calls that is put to the vote. */
export interface Proposal extends ProposalKey {
  id: string;
  /** Its organization. */
  slug: string;
  proposerAddress: string;
  title: string;
  description: string;
  descriptionHash: string;
  state: ProposalState;
  trackId: number | null;
  rawCalls: RawCall[];
  voteStartAt: Date;
  voteEndAt: Date;
  /** Whether the start is a block that is yet to come, so that nobody knows its time. */
  isVoteStartEstimated: boolean;
  isVoteEndEstimated: boolean;
  etaAt: Date | null;
  expiresAt: Date | null;
  createdAt: Date;
  snapshot: bigint;
  /** When the vote ends, extensions included, in the governor's own clock. */
  deadline: bigint;
  isExecutable: boolean;
  tally: Tally;
  position: Position;
  /** What its execution did lies between these logs; null while it is not executed. */
  execution: Execution | null;
}

/** The part of a block's logs that one execution made: `ProposalExecuted` is the last of them. */
export interface Execution {
  blockNumber: number;
  txHash: string;
  fromLogIndex: number;
  toLogIndex: number;
}

/** Which proposals are wanted. */
export interface ProposalFilter {
  state?: ProposalState | string | null;
  proposer?: string | null;
}

/** `"<chainId>:<governor>:<proposalId>"`. */
export function proposalIdOf(key: ProposalKey): string {
  return `${key.chainId}:${key.governor}:${key.proposalId}`;
}

/** Reads an id that {@link proposalIdOf} made; null when it is not one. */
export function parseProposalId(id: string): ProposalKey | null {
  const match = /^(\d{1,9}):(0x[0-9a-fA-F]{40}):(\d{1,78})$/.exec(id);
  if (!match) return null;
  const [, chainId, governor, proposalId] = match as unknown as [string, string, string, string];
  return { chainId: Number(chainId), governor, proposalId: BigInt(proposalId) };
}
