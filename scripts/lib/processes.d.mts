export interface ProcessOptions {
  /** The line by which the program says that it is ready; without it, it counts as ready at once. */
  ready?: RegExp;
  /** 60 when absent. */
  readySeconds?: number;
  /** Receives every line of the program, besides the log. */
  onLine?: (line: string) => void;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A command that is run when the program has ended, whatever ended it and us. */
  afterwards?: string[];
}

/** The programs of one start: each writes its own log, none outlives this process. */
export class Processes {
  /** `onLoss` hears, in a sentence, of a program that ended though nobody stopped it. */
  constructor(options: {
    logDirectory: string;
    onLoss?: (sentence: string) => void;
  });

  /** Takes charge of a program with a launcher of its own (the database, the chain). */
  launch<T extends { exited: Promise<number>; stop: () => Promise<void> }>(
    name: string,
    launch: (log: (line: string) => void) => Promise<T>,
  ): Promise<T>;

  /** Starts a program and resolves with its ready line; rejects when it ends before or is not ready in time. */
  start(name: string, command: string[], options?: ProcessOptions): Promise<string>;

  /** Stops everything, the last started first. */
  stopAll(): Promise<void>;
}

/** Calls `stop` once when the terminal, another program or the end of our parent asks us to end. */
export function onEnd(stop: (reason: string) => void): void;
