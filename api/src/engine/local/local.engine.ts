import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attemptKeysIn } from '../attempt-directory.js';
import { endingOf, lost, running, type Standing, stopped } from '../ending.js';
import {
  type AttemptKey,
  type AttemptRequest,
  type AttemptStatus,
  attemptKey,
  type Engine,
  type EngineCapabilities,
  type LogPage,
  type LogStream,
} from '../engine.js';
import { LocalAttempt } from './local-attempt.js';
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
      start: starts + 1,
      workingDirectory: this.options.workingDirectory,
      command: this.commandFor(request, directory),
      environment: this.options.environment,
    });
    return this.untilStarted(directory, starts + 1);
  }

  async get(key: AttemptKey): Promise<AttemptStatus | null> {
    const directory = this.directoryOf(key);
    const start = await directory.starts();
    const startedAt = await directory.begunAt(start);
    if (startedAt === null) return null;

    const { state, reason } = await this.standingOf(directory, start);
    return { key, state, reason, startedAt, resultDirectory: state === 'succeeded' ? directory.result : null };
  }

  async stop(key: AttemptKey): Promise<void> {
    const directory = this.directoryOf(key);
    const supervisor = await directory.supervisor();
    if (supervisor === null || supervisor === 'starting') return;
    const standing = await this.standingOf(directory, await directory.starts());
    if (standing.state === 'running' || standing.state === 'lost') await directory.markStopped();
    await this.endGroup(supervisor);
  }

  async logs(key: AttemptKey, stream: LogStream, cursor: number): Promise<LogPage> {
    return this.directoryOf(key).readLog(stream, cursor);
  }

  async list(): Promise<readonly AttemptStatus[]> {
    const keys = await attemptKeysIn(this.runsDirectory);
    const known = await Promise.all(keys.map((key) => this.get(key)));
    return known.filter((status) => status !== null);
  }

  private commandFor(request: AttemptRequest, directory: LocalAttempt): string[] {
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
  private async endRemains(directory: LocalAttempt, start: number): Promise<void> {
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

  private async untilStarted(directory: LocalAttempt, start: number): Promise<AttemptStatus> {
    const deadline = Date.now() + startMilliseconds;
    while (Date.now() < deadline) {
      const isThere = (await directory.starts()) >= start && (await directory.supervisor()) !== 'starting';
      const status = !isThere ? null : await this.get(directory.key);
      if (status !== null) return status;
      await delay(20);
    }
    throw new Error(`the attempt ${directory.key} did not start within ${startMilliseconds / 1000} seconds`);
  }

  private async standingOf(directory: LocalAttempt, start: number): Promise<Standing> {
    const supervisor = await directory.supervisor(start);
    const isRunning = supervisor === 'starting' || (supervisor !== null && (await isAlive(supervisor)));
    // Read after the look at the process: one that ends in between has written its code by now.
    const exitCode = await directory.exitCode(start);
    if (exitCode === null && isRunning) return running;
    const ending =
      exitCode === null
        ? lost('the worker died without leaving an exit code')
        : endingOf(exitCode, await directory.lastWords());
    // Killed, but by us.
    return ending.state === 'lost' && (await directory.isMarkedStopped()) ? stopped : ending;
  }

  private directoryOf(key: AttemptKey): LocalAttempt {
    return new LocalAttempt(this.runsDirectory, key);
  }
}
