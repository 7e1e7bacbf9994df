import type { ChildProcess } from 'node:child_process';

export interface SuperviseOptions {
  /** `INT` only for programs that install their own handler. */
  stopSignal?: 'TERM' | 'INT';
  graceSeconds?: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}

/** Starts a program that cannot outlive this process; it ends with everything that it left in its session. */
export function supervise(
  program: string,
  args: string[],
  options?: SuperviseOptions,
): { child: ChildProcess; exited: Promise<number>; stop: () => Promise<void> };
