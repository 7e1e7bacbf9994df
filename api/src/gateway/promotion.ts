import { type Observation, type OnChainMetric, observationOf, onChainMetrics } from './observation.js';
import type { MeasuredWindow, RequestLog } from './request-log.js';
import type { Serving } from './serving.js';
import type { CanaryRevision, Revision, ServingState } from './serving-state.js';

/** The contract's side of a judgement: what its gate would say, and where statements go. */
export interface Observer {
  /** The admitted worker that signs. */
  readonly worker: string;
  /** The names of the metrics that miss a threshold of the canary stage now; empty when they pass. */
  missesOf(subject: string, metrics: OnChainMetric[]): Promise<string[]>;
  promote(observation: Observation): Promise<void>;
  reportBreach(observation: Observation): Promise<void>;
}

/** From how many requests on a revision is judged: before, one slow answer would be a breach. */
export const JUDGED_REQUESTS = 20;

/**
 * Drives the second gate. The gate itself is the contract's, asked by its view: a canary that passes when its time and
 * its requests are over is promoted; what misses is taken out here at once, and reported.
 */
export class Promotion {
  constructor(
    private readonly serving: Serving,
    private readonly requestLog: RequestLog,
    private readonly observer: Observer,
    private readonly windowSeconds: number,
    private readonly log: (sentence: string) => void,
  ) {}

  /** Judges the canary and the active revision once. */
  async step(): Promise<void> {
    const state = this.serving.state;
    if (!state) return;
    if (state.canary) await this.judgeCanary(state, state.canary);
    if (state.active) await this.judgeActive(state, state.active);
  }

  private async judgeCanary(state: ServingState, canary: CanaryRevision): Promise<void> {
    const totals = await this.requestLog.totals(canary.runId, 'canary');
    if (totals.requests < Math.min(JUDGED_REQUESTS, canary.canaryRequests)) return;
    if (await this.isBreach(canary, totals, canary.since, state.headAt)) return;

    const isOver = state.headAt >= canary.endsAt && totals.requests >= canary.canaryRequests;
    if (isOver) await this.observer.promote(this.observe(canary, totals, canary.since, state.headAt));
  }

  private async judgeActive(state: ServingState, active: Revision): Promise<void> {
    const totals = await this.requestLog.totals(active.runId, 'active', this.windowSeconds);
    if (totals.requests < JUDGED_REQUESTS) return;
    const windowStart = new Date(Math.max(active.since.getTime(), state.headAt.getTime() - this.windowSeconds * 1_000));
    await this.isBreach(active, totals, windowStart, state.headAt);
  }

  private async isBreach(revision: Revision, totals: MeasuredWindow, start: Date, end: Date): Promise<boolean> {
    const misses = await this.observer.missesOf(this.serving.subject, onChainMetrics(totals));
    if (misses.length === 0) return false;
    // First here, then on chain: users stop getting this revision before the transaction is mined.
    if (this.serving.takeOut(revision.runId)) {
      this.log(`run ${revision.runId} misses ${misses.join(', ')}: taken out, the breach is reported`);
    }
    // The contract wants a window that lasts: the report waits for the next block, the roll-back here does not.
    if (end <= start) return true;
    await this.observer.reportBreach(this.observe(revision, totals, start, end));
    return true;
  }

  private observe(revision: Revision, totals: MeasuredWindow, start: Date, end: Date): Observation {
    return observationOf(revision, this.observer.worker, { start, end }, totals);
  }
}
