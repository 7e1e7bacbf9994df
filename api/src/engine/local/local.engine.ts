import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttemptKey,
  type AttemptRequest,
  type AttemptState,
  type AttemptStatus,
  attemptKey,
  type Engine,
  type EngineCapabilities,
  isAttemptKey,
  type LogPage,
  type LogStream,
} from '../engine.js';
import { AttemptDirectory } from './attempt-directory.js';
import { isAlive, isGroupAlive, type ProcessIdentity, signalGroup } from './process-identity.js';
import { startSupervised } from './supervisor.js';

/** How the local engine runs the worker. */
export interface LocalEngineOptions {
  /** A directory per attempt is made in here. */
  readonly runsDirectory: string;
  /** The worker's program with its first arguments. */
  readonly command: readonly string[];
  readonly workingDirectory: string;
  /** Bases, datasets and suites; read only. */
  readonly inputsDirectory: string;
  /** All that the worker sees of an environment: never a secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly slots: number;
  /** How long a worker may take to end before it is killed. */
  readonly graceMilliseconds?: number;
}

const startMilliseconds = 10_000;
const longestReason = 500;

/** Runs each attempt as a detached process on this machine; all that it knows stands in the attempt's directory. */
export class LocalEngine implements Engine {
  readonly capabilities: EngineCapabilities;

  private readonly runsDirectory: string;

  constructor(private readonly options: LocalEngineOptions) {
    // The worker runs elsewhere: a relative path would mean another place there.
    this.runsDirectory = path.resolve(options.runsDirectory);
    this.capabilities = { name: 'local', slots: options.slots, isDetached: true };
  }

  async submit(request: AttemptRequest): Promise<AttemptStatus> {
    const directory = this.directoryOf(attemptKey(request.runId, request.attempt));
    // Counted before the look: a start that comes in between makes ours the one too many, which leaves without a trace.
    const starts = await directory.starts();
    const known = await this.get(directory.key);
    if (known !== null && known.state !== 'lost') return known;
    if (known !== null) await this.endRemains(directory, starts);

    await directory.prepare(request);
    await startSupervised({
      directory: directory.path,
      record: directory.record(starts + 1),
      workingDirectory: this.options.workingDirectory,
      command: this.commandFor(request, directory),
      environment: this.options.environment,
    });
    return this.untilStarted(directory, starts + 1);
  }

  async get(key: AttemptKey): Promise<AttemptStatus | null> {
    const directory = this.directoryOf(key);
    const submittedAt = await directory.submittedAt();
    if (submittedAt === null) return null;

    const { state, reason } = await this.stateOf(directory);
    return { key, state, reason, submittedAt, resultDirectory: state === 'succeeded' ? directory.result : null };
  }

  async stop(key: AttemptKey): Promise<void> {
    const directory = this.directoryOf(key);
    const supervisor = await directory.supervisor();
    if (supervisor === null || supervisor === 'starting') return;
    if ((await directory.exitCode()) === null) await directory.markStopped();
    await this.endGroup(supervisor);
  }

  async logs(key: AttemptKey, stream: LogStream, cursor: number): Promise<LogPage> {
    return this.directoryOf(key).readLines(stream, cursor);
  }

  async list(): Promise<readonly AttemptStatus[]> {
    await mkdir(this.runsDirectory, { recursive: true, mode: 0o700 });
    const keys = (await readdir(this.runsDirectory)).filter(isAttemptKey);
    const known = await Promise.all(keys.map((key) => this.get(key)));
    return known.filter((status) => status !== null);
  }

  private commandFor(request: AttemptRequest, directory: AttemptDirectory): string[] {
    const inputs = path.resolve(this.options.inputsDirectory);
    const files = ['--job', directory.job, '--inputs', inputs, '--out', directory.result];
    return [
      ...this.options.command,
      'train',
      ...files,
      '--run-id',
      request.runId,
      '--attempt',
      String(request.attempt),
    ];
  }

  /** Ends what a supervisor that died left behind; its successor, if somebody has started one, is left alone. */
  private async endRemains(directory: AttemptDirectory, start: number): Promise<void> {
    const supervisor = await directory.supervisor(start);
    if (supervisor !== null && supervisor !== 'starting') await this.endGroup(supervisor);
  }

  private async endGroup(supervisor: ProcessIdentity): Promise<void> {
    await signalGroup(supervisor, 'SIGTERM');
    const deadline = Date.now() + (this.options.graceMilliseconds ?? 5000);
    while (await isGroupAlive(supervisor)) {
      if (Date.now() > deadline) return signalGroup(supervisor, 'SIGKILL');
      await delay(20);
    }
  }

  private async untilStarted(directory: AttemptDirectory, start: number): Promise<AttemptStatus> {
    const deadline = Date.now() + startMilliseconds;
    while (Date.now() < deadline) {
      const isThere = (await directory.starts()) >= start && (await directory.supervisor()) !== 'starting';
      const status = !isThere ? null : await this.get(directory.key);
      if (status !== null) return status;
      await delay(20);
    }
    throw new Error(`the attempt ${directory.key} did not start within ${startMilliseconds / 1000} seconds`);
  }

  private async stateOf(directory: AttemptDirectory): Promise<{ state: AttemptState; reason: string | null }> {
    const supervisor = await directory.supervisor();
    const isRunning = supervisor === 'starting' || (supervisor !== null && (await isAlive(supervisor)));
    // Read after the look at the process: one that ends in between has written its code by now.
    const exitCode = await directory.exitCode();
    if (exitCode === 0) return { state: 'succeeded', reason: null };
    if (exitCode !== null) return ending(exitCode, await directory.lastWords());
    if (isRunning) return { state: 'running', reason: null };
    if (await directory.isMarkedStopped()) return { state: 'stopped', reason: 'the attempt was stopped' };
    return { state: 'lost', reason: 'the worker died without leaving an exit code' };
  }

  private directoryOf(key: AttemptKey): AttemptDirectory {
    if (!isAttemptKey(key)) throw new Error(`not an attempt key: ${key}`);
    return new AttemptDirectory(this.runsDirectory, key);
  }
}

/** A job is rejected only in so many words: interpreters and option parsers use the exit code 2 for their own troubles. */
function ending(exitCode: number, lastWords: string | null): { state: AttemptState; reason: string } {
  const { rejected, failed } = wordsIn(lastWords ?? '');
  if (exitCode === 2 && rejected !== null) return { state: 'rejected', reason: rejected };
  const reason = failed ?? lastWords ?? `the worker ended with exit code ${exitCode}`;
  return { state: 'failed', reason: readable(reason) };
}

/** A text that every database can hold: PostgreSQL knows no NUL. */
function readable(text: string): string {
  return text.slice(0, longestReason).replaceAll('\0', '\uFFFD');
}

/** The worker's last line is `{"rejected": …}` or `{"failed": …}`, when it ended as it meant to. */
function wordsIn(lastLine: string): { rejected: string | null; failed: string | null } {
  try {
    const { rejected, failed } = JSON.parse(lastLine) as { rejected?: unknown; failed?: unknown };
    const text = (value: unknown) => (typeof value === 'string' ? readable(value) : null);
    return { rejected: text(rejected), failed: text(failed) };
  } catch {
    return { rejected: null, failed: null };
  }
}
