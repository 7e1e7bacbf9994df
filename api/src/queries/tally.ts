/** The votes so far and what they have to reach. */
export interface Tally {
  for: bigint;
  against: bigint;
  abstain: bigint;
  quorum: bigint;
  quorumReached: boolean;
  approvalBps: number;
  requiredApprovalBps: number;
  voters: number;
}
