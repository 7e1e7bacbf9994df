import type { Position } from './position.js';

/** The states of a run on chain. */
export const RUN_STATES = [
  'OPEN',
  'SUBMITTED',
  'CHALLENGED',
  'CANARY',
  'ACTIVE',
  'REJECTED',
  'FAILED',
  'ROLLED_BACK',
  'SUPERSEDED',
] as const;

export type RunState = (typeof RUN_STATES)[number];

/** The share of traffic that tries the revision out. */
export interface Canary {
  bps: number;
  startedAt: Date;
  endsAt: Date;
  requestsRequired: number;
}

/** What the contract decided at one stage of the gate. */
export interface Verdict {
  safetyVersion: number | null;
  passed: boolean | null;
}

/** The carrying-out of one model policy version. */
export interface Run {
  id: string;
  runId: string;
  /** Its organization. */
  slug: string;
  chainId: number;
  registry: string;
  policyRegistry: string;
  subject: string;
  version: number;
  state: RunState;
  attempt: number;
  worker: string | null;
  failure: string | null;
  openedAt: Date;
  canary: Canary | null;
  training: Verdict;
  live: Verdict;
  position: Position;
}
