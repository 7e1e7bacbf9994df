export interface PostgresOptions {
  /** Where the data stays between starts; without it the data is temporary and gone after `stop()`. */
  dataDir?: string;
  /** Loopback port; a free one when absent. */
  port?: number;
  /** Receives every line of the server's log. */
  log?: (line: string) => void;
}

export interface RunningPostgres {
  /** Connection string of the database `mandate`, as its superuser. */
  url: string;
  port: number;
  /** Resolves with the exit code when the server ends, by `stop()` or by itself. */
  exited: Promise<number>;
  /** Shuts the server down, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL on the loopback interface. It ends with this process, whatever ends it. */
export function startPostgres(options?: PostgresOptions): Promise<RunningPostgres>;

/** Connection string of the database of `dataDir` that another process has started and that still runs; null when none does. */
export function runningPostgres(dataDir: string): string | null;
