/** What the executor hands to an engine: one attempt at one run, as plain data. */
export interface AttemptRequest {
  /** The contract's run id, 0x and 64 lowercase hex digits. */
  readonly runId: string;
  /** The fencing token that the contract gave. */
  readonly attempt: number;
  /** The job document, exactly the bytes that the policy's digest covers. */
  readonly job: string;
}

/** Names an attempt towards an engine: `<runId>.<attempt>`. */
export type AttemptKey = string;

/**
 * Where an attempt stands. What waits for room counts as running.
 * `rejected` is final: the worker refuses the job. `lost` means that it died without saying how it ended.
 */
export type AttemptState = 'running' | 'succeeded' | 'failed' | 'rejected' | 'stopped' | 'lost';

/** What an engine knows of an attempt. */
export interface AttemptStatus {
  readonly key: AttemptKey;
  readonly state: AttemptState;
  /** When the worker began, for the last time if it was lost in between; null while it waits for room on a cluster. */
  readonly startedAt: Date | null;
  /** The worker's result directory, readable on this machine; present when the attempt succeeded. */
  readonly resultDirectory: string | null;
  /** One sentence for people, when the attempt did not succeed. */
  readonly reason: string | null;
}

/** What can be read of a running or ended attempt. */
export type LogStream = 'progress' | 'stdout' | 'stderr';

/** Whole lines of a log from a cursor on. Asking again with `nextCursor` continues without gap or repetition. */
export interface LogPage {
  readonly lines: readonly string[];
  readonly nextCursor: number;
}

/** What an engine offers; the executor plans by it. */
export interface EngineCapabilities {
  readonly name: string;
  /** How many attempts may run at the same time. */
  readonly slots: number;
  /** Whether attempts outlive the process that submitted them. */
  readonly isDetached: boolean;
}

/**
 * A place where attempts execute. Every call may be made twice, by two processes, or after a crash between two calls:
 * the second finds what the first did.
 */
export interface Engine {
  readonly capabilities: EngineCapabilities;

  /**
   * Starts the attempt, unless it was started before: then it says where that one stands. A lost one is started again
   * in its place, where the worker goes on from its checkpoint.
   */
  submit(request: AttemptRequest): Promise<AttemptStatus>;

  /** Where the attempt stands, or null when this engine never heard of it. */
  get(key: AttemptKey): Promise<AttemptStatus | null>;

  /** Ends the attempt with everything that it started. An attempt that has ended stays as it ended. */
  stop(key: AttemptKey): Promise<void>;

  /** Reads a log on from `cursor` (0 at first). */
  logs(key: AttemptKey, stream: LogStream, cursor: number): Promise<LogPage>;

  /** Every attempt that this engine knows. */
  list(): Promise<readonly AttemptStatus[]>;
}

/** The identity of an attempt is the run and the attempt: a submission is never repeated under another name. */
export function attemptKey(runId: string, attempt: number): AttemptKey {
  const key = `${runId}.${attempt}`;
  if (!isAttemptKey(key)) throw new Error(`not an attempt key: ${key}`);
  return key;
}

/** Whether a string is an attempt key; anything else never becomes part of a path. */
export function isAttemptKey(key: string): boolean {
  return /^0x[0-9a-f]{64}\.[1-9][0-9]{0,9}$/.test(key);
}
