/** What the worker is doing now. */
export interface Progress {
  attempt: number;
  phase: string;
  step: number;
  steps: number;
  loss: number | null;
  secondsLeft: number | null;
  at: Date;
}

/** A point of the loss curve. */
export interface LossPoint {
  step: number;
  loss: number;
}

/** Our own record of a run: what the executor does about it. */
export interface LedgerEntry {
  runId: string;
  state: string;
  jobDigest: string;
  error: string | null;
  trainSeconds: number | null;
}
