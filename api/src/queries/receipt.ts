import type { Position } from './position.js';

/** A measured number; `value` is a decimal with up to six places. */
export interface Metric {
  name: string;
  value: string;
}

/** The worker's signed statement of what an attempt produced. */
export interface Receipt {
  runId: string;
  attempt: number;
  worker: string;
  artifactDigest: string;
  evaluationDigest: string;
  provenanceDigest: string;
  metrics: Metric[];
  confirmations: number;
  finalizableAt: Date;
  position: Position;
}

/** What the gateway measured on live traffic, as it stands on chain. */
export interface Observation {
  worker: string;
  requests: number;
  metrics: Metric[];
  position: Position;
}
