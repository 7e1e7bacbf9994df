import type { Position } from './position.js';
import type { ProposalKey } from './proposal.js';

/** The order of OpenZeppelin's `VoteType`. */
export const VOTE_SUPPORTS = ['AGAINST', 'FOR', 'ABSTAIN'] as const;

/** One vote cast. */
export interface Vote {
  id: string;
  /** Its organization. */
  slug: string;
  proposal: ProposalKey;
  voterAddress: string;
  support: (typeof VOTE_SUPPORTS)[number];
  weight: bigint;
  reason: string | null;
  castAt: Date;
  position: Position;
}
