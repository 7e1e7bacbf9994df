import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv } from '../../src/config/env.js';
import type { AttemptStatus, Engine } from '../../src/engine/engine.js';
import { configuredEngine } from '../../src/executor/configured-engine.js';
import { eventually } from './eventually.js';

export const runId = `0x${'ab'.repeat(32)}`;
export const key = `${runId}.1`;
export const jobOf = (behaviour: string): string => JSON.stringify({ dataset: { name: behaviour } });

const endMilliseconds = 90_000;

/** One engine in one folder, where the stand-in for the worker leaves what it did. */
export class EngineWorld {
  private constructor(
    readonly folder: string,
    /** What the executor would be told. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async open(engine: Readonly<Record<string, string>>): Promise<EngineWorld> {
    const folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
    await mkdir(path.join(folder, 'inputs'));
    const worker = [process.execPath, path.join(import.meta.dirname, 'worker-stand-in.mjs')];
    return new EngineWorld(folder, {
      DATABASE_URL: 'postgres://nobody@127.0.0.1/none',
      MANDATE_CONFIG: 'none.json',
      WORKER_COMMAND: JSON.stringify(worker),
      WORKER_DIR: path.resolve('worker'),
      WORKER_INPUTS_DIR: path.join(folder, 'inputs'),
      RUNS_DIR: path.join(folder, 'runs'),
      CLUSTER_LEASE_SECONDS: '4',
      ...engine,
    });
  }

  async close(): Promise<void> {
    const engine = this.engine();
    for (const { key: known } of await engine.list()) await engine.stop(known);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The engine as a process that was just started has it. */
  engine(changes: Readonly<Record<string, string>> = {}): Engine {
    return configuredEngine(readEnv({ ...this.environment, ...changes }));
  }

  submit(behaviour: string, engine = this.engine()): Promise<AttemptStatus> {
    return engine.submit({ runId, attempt: 1, job: jobOf(behaviour) });
  }

  untilEnded(engine = this.engine(), milliseconds = endMilliseconds): Promise<AttemptStatus> {
    return eventually(async () => {
      const status = await engine.get(key);
      return status === null || status.state === 'running' ? null : status;
    }, milliseconds);
  }

  /** Lets a patient worker end. */
  async go(): Promise<void> {
    await writeFile(path.join(this.folder, 'inputs', 'go'), '');
  }

  /** The process number of every worker that ever began, once there are so many. */
  async workers(count: number): Promise<number[]> {
    return eventually(async () => {
      const pids = await this.begun();
      return pids.length >= count ? pids : null;
    }, endMilliseconds);
  }

  async begun(): Promise<number[]> {
    const lines = (await this.note('starts')).trim().split('\n');
    return lines.filter((line) => line !== '').map((line) => Number(line.split(' ')[1]));
  }

  /** What the worker left in a file of its inputs. */
  async note(name: string): Promise<string> {
    return readFile(path.join(this.folder, 'inputs', name), 'utf8').catch(() => '');
  }

  /** A file of the attempt's directory. */
  attemptFile(name: string): string {
    return path.join(this.folder, 'runs', key, name);
  }

  /** Everything of a log that is there now, page by page from the start. */
  async steps(engine = this.engine()): Promise<number[]> {
    const { lines } = await engine.logs(key, 'progress', 0);
    return lines.map((line) => (JSON.parse(line) as { step: number }).step);
  }
}

/** Whether a process runs; one that ended and was not yet taken note of does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat !== null && !/\) [ZX] /.test(stat);
}

/** The group of a process. */
export async function groupOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}
