import type { AccessTier } from './access.js';
import type { ModerationRule } from './moderation.js';

/** The artifact of a run, and by what it may be served. */
export interface Revision {
  runId: string;
  /** The executed proposal that adopted the policy, as a decimal; null when the policy came with the deployment. */
  proposalId: string | null;
  version: number;
  attempt: number;
  policyDigest: string;
  /** SHA-256 as 0x-hex, as it stands on chain. */
  artifactDigest: string;
  /** When it came into the state that it is in, in chain time. */
  since: Date;
}

/** A revision in its canary, with the rollout that was voted. */
export interface CanaryRevision extends Revision {
  canaryBps: number;
  canaryRequests: number;
  endsAt: Date;
}

/** A policy in force. */
export interface PolicyInForce {
  version: number;
  digest: string;
  subject: string;
  proposalId: string | null;
}

/** What the chain orders for one subject, as of the last indexed block. */
export interface ServingState {
  blockNumber: number;
  /** The time of the chain's head: chain time, not ours. */
  headAt: Date;
  active: Revision | null;
  /** Revisions that were active before and not taken out, the latest first. */
  earlier: Revision[];
  canary: CanaryRevision | null;
  policies: {
    model: PolicyInForce | null;
    safety: PolicyInForce | null;
    moderation: PolicyInForce | null;
    access: PolicyInForce | null;
  };
  moderation: ModerationRule[];
  /** Null while no access policy was adopted. */
  tiers: AccessTier[] | null;
}

/** A digest in the form of the artifact store, from the form on chain. */
export function storeDigest(digest: string): string {
  return `sha256:${digest.slice(2)}`;
}
