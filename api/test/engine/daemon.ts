import { createWriteStream, mkdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { supervise } from '../../../scripts/lib/supervise.mjs';
import { eventually } from './eventually.js';

/** How to start one daemon of a cluster, which stays in the foreground. */
export interface DaemonOptions {
  readonly log: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/** A daemon of a cluster: it cannot outlive this process. */
export class Daemon {
  private readonly process: ReturnType<typeof supervise>;
  private pid = 0;

  constructor(command: readonly string[], { log, ...options }: DaemonOptions) {
    // The supervisor's own number is of no use to who wants to kill the daemon.
    this.process = supervise('sh', ['-c', 'echo "pid $$"; exec "$@"', 'daemon', ...command], options);
    mkdirSync(path.dirname(log), { recursive: true });
    const lines = createWriteStream(log, { flags: 'a' });
    this.process.child.stderr?.pipe(lines, { end: false });
    this.process.child.stdout?.pipe(lines, { end: false });
    this.process.child.stdout?.once('data', (chunk) => {
      this.pid = Number(/^pid (\d+)/.exec(String(chunk))?.[1]);
    });
  }

  /** The end that comes without a warning. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.process.exited;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

/** Kills every process whose command line names a place that only this test uses, and waits until they are gone. */
export async function killAllThatName(place: string): Promise<void> {
  await eventually(async () => {
    const pids = await processesThatName(place);
    for (const pid of pids) kill(pid);
    return pids.length === 0 ? true : null;
  });
}

async function processesThatName(place: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const named = await Promise.all(
    numbers.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return command.includes(place) ? [pid] : [];
    }),
  );
  return named.flat();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in between.
  }
}
