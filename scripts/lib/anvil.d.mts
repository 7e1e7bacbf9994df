export interface AnvilOptions {
  /** 31337 when absent. */
  chainId?: number;
  /** Loopback port; a free one when absent or 0. */
  port?: number;
  /** The chain resumes from this file and is kept in it. */
  stateFile?: string;
  /** Seconds between blocks that come by themselves while the chain is used; without it only transactions make blocks. */
  blockTime?: number;
  /** Unix seconds of the first block of a new chain; now when absent. */
  genesisTimestamp?: number;
  /** Receives every line that the chain prints. */
  log?: (line: string) => void;
}

export interface RunningAnvil {
  url: string;
  port: number;
  /** Resolves with the exit code when the chain ends, by `stop()` or by itself. */
  exited: Promise<number>;
  /** Ends the chain, its state written, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a local chain on the loopback interface. It ends with this process, whatever ends it. */
export function startAnvil(options?: AnvilOptions): Promise<RunningAnvil>;
