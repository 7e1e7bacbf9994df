import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attemptKeysIn } from '../attempt-directory.js';
import { endingOf, failure, lost, running, type Standing, stopped } from '../ending.js';
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
import { ClusterAttempt } from './cluster-attempt.js';
import type { Resources, ScheduledStart, Scheduler } from './scheduler.js';
import { startScript } from './start-script.js';

/** How a cluster runs the worker. Every path means the same place on this machine and on every node. */
export interface ClusterEngineOptions {
  /** On a file system that is shared with every node. A directory per attempt is made in here. */
  readonly runsDirectory: string;
  /** The worker's program with its first arguments. */
  readonly command: readonly string[];
  readonly workingDirectory: string;
  /** Bases, datasets and suites; read only. */
  readonly inputsDirectory: string;
  /** What the worker is told on every node. */
  readonly environment: Readonly<Record<string, string>>;
  /** The variables of a node that the worker sees, too: never a secret. */
  readonly passedOn: readonly string[];
  readonly slots: number;
  readonly resources: Resources;
  /** How long a start may be silent before its successor takes it to be dead. */
  readonly leaseSeconds: number;
}

const stopMilliseconds = 60_000;

/**
 * Runs each attempt as a job of a cluster. The scheduler says whether a job is still there; how it ended, and everything
 * else, stands in the attempt's directory. A scheduler may start a job twice, forget it or lose its node: the script of
 * each start sees to it that only one works (see `start-script.ts`).
 */
export class ClusterEngine implements Engine {
  readonly capabilities: EngineCapabilities;

  private readonly runsDirectory: string;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly options: ClusterEngineOptions,
  ) {
    this.runsDirectory = path.resolve(options.runsDirectory);
    this.capabilities = { name: scheduler.name, slots: options.slots, isDetached: true };
  }

  async submit(request: AttemptRequest): Promise<AttemptStatus> {
    const attempt = this.attemptBy(attemptKey(request.runId, request.attempt));
    // Counted before the look: a start that comes in between makes ours one that was there already.
    const starts = await attempt.starts();
    const known = await this.get(attempt.key);
    if (known !== null && known.state !== 'lost') return known;

    // What was meant to be handed in and never arrived is handed in by the same name: it may still be on its way.
    const start = known === null ? Math.max(1, starts) : starts + 1;
    await attempt.prepare(request);
    await attempt.writeScript(start, this.scriptFor(request, attempt, start));
    await attempt.intend(start);
    await attempt.recordSubmission(start, await this.scheduler.submit(this.scheduled(attempt, start)));
    return (await this.get(attempt.key)) ?? this.status(attempt, start, running);
  }

  async get(key: AttemptKey): Promise<AttemptStatus | null> {
    const attempt = this.attemptBy(key);
    const start = await attempt.starts();
    if (start === 0) return null;

    const standing = await this.standingOf(attempt, start);
    return standing && this.status(attempt, start, standing);
  }

  async stop(key: AttemptKey): Promise<void> {
    const attempt = this.attemptBy(key);
    const start = await attempt.starts();
    if (start === 0) return;
    // A job that nobody can reach now, or that is still on its way to the scheduler, finds the mark and ends by itself.
    if ((await this.endingOf(attempt, start)) === null) await attempt.markStopped();

    const [name, id] = [nameOf(attempt, start), await attempt.submission(start)];
    const deadline = Date.now() + stopMilliseconds;
    await this.scheduler.cancel(name, id);
    while ((await this.scheduler.find(name, id))?.isActive) {
      if (Date.now() > deadline) throw new Error(`${this.scheduler.name} did not end ${name} within a minute`);
      await delay(100);
    }
  }

  async logs(key: AttemptKey, stream: LogStream, cursor: number): Promise<LogPage> {
    return this.attemptBy(key).readLog(stream, cursor);
  }

  async list(): Promise<readonly AttemptStatus[]> {
    const known = await Promise.all((await attemptKeysIn(this.runsDirectory)).map((key) => this.get(key)));
    return known.filter((status) => status !== null);
  }

  /** Null when the start was meant to be handed in, and the scheduler has not heard of it. */
  private async standingOf(attempt: ClusterAttempt, start: number): Promise<Standing | null> {
    const early = await this.endingOf(attempt, start);
    if (early !== null) return early;
    const id = await attempt.submission(start);
    const job = await this.scheduler.find(nameOf(attempt, start), id);
    if (job?.isActive) return running;

    // A job that ended between the two looks has written its code by now.
    const ending = await this.endingOf(attempt, start);
    if (ending !== null) return ending;
    if (await attempt.isMarkedStopped()) return stopped;
    const hasBegun = (await attempt.begunAt(start)) !== null;
    if (job === null) return hasBegun || id !== null ? lost(`${this.scheduler.name} no longer knows the job`) : null;
    if (job.cause === 'person') return { ...stopped, reason: job.sentence };
    if (!hasBegun && job.cause === 'job') return failure(`the job ended before the worker began: ${job.sentence}`);
    return lost(job.sentence);
  }

  /** How the worker says that it ended. Of one that was killed the scheduler knows more: whether a person meant it. */
  private async endingOf(attempt: ClusterAttempt, start: number): Promise<Standing | null> {
    const exitCode = await attempt.exitCode(start);
    const ending = exitCode === null ? null : endingOf(exitCode, await attempt.lastWords());
    return ending?.state === 'lost' ? null : ending;
  }

  private async status(attempt: ClusterAttempt, start: number, { state, reason }: Standing): Promise<AttemptStatus> {
    const resultDirectory = state === 'succeeded' ? attempt.result : null;
    return { key: attempt.key, state, reason, startedAt: await attempt.begunAt(start), resultDirectory };
  }

  private scheduled(attempt: ClusterAttempt, start: number): ScheduledStart {
    return {
      name: nameOf(attempt, start),
      directory: attempt.path,
      script: attempt.script(start),
      resources: this.options.resources,
    };
  }

  private scriptFor(request: AttemptRequest, attempt: ClusterAttempt, start: number): string {
    const inputs = path.resolve(this.options.inputsDirectory);
    const files = ['--job', attempt.job, '--inputs', inputs, '--out', attempt.result];
    const identity = ['--run-id', request.runId, '--attempt', String(request.attempt)];
    return startScript({
      scheduled: this.scheduled(attempt, start),
      start,
      leaseSeconds: this.options.leaseSeconds,
      launcher: this.scheduler.launcher(this.scheduled(attempt, start)),
      command: [...this.options.command, 'train', ...files, ...identity],
      workingDirectory: this.options.workingDirectory,
      environment: this.options.environment,
      passedOn: this.options.passedOn,
    });
  }

  private attemptBy(key: AttemptKey): ClusterAttempt {
    return new ClusterAttempt(this.runsDirectory, key);
  }
}

/** Two deployments may share a cluster and carry out the same run, one to confirm the other: where they keep it differs. */
function nameOf(attempt: ClusterAttempt, start: number): string {
  const place = createHash('sha256').update(attempt.path).digest('hex').slice(0, 12);
  return `${attempt.key}.${start}.${place}`;
}
