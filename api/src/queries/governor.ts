/** The rules that a proposal is under. */
export interface Track {
  trackId: number;
  name: string;
  votingDelaySeconds: number;
  votingPeriodSeconds: number;
  timelockDelaySeconds: number;
  expirySeconds: number;
  quorumBps: number;
  approvalBps: number;
  quorumFloor: bigint;
}

/** Calls of `selector` on `target` fall under a track. */
export interface TrackRoute {
  target: string;
  selector: string;
  trackId: number;
}

/** How many proposals there are, by outcome. */
export interface ProposalStats {
  total: number;
  active: number;
  passed: number;
  failed: number;
}

/** The contract that counts votes. `slug` is its organization's. */
export interface Governor {
  id: string;
  slug: string;
  address: string;
  chainId: number;
  proposalThreshold: bigint;
  guardian: string | null;
  guardianTermEndsAt: Date | null;
}
