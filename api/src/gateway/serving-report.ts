import { metricsOf, metricValue } from './metrics.js';
import type { MeasuredWindow, RequestLog } from './request-log.js';
import type { Serving } from './serving.js';
import type { Revision } from './serving-state.js';

/** Tells what is served now, on what grounds, and how it does; the body of `GET /v1/mandate/serving`. */
export class ServingReport {
  constructor(
    private readonly serving: Serving,
    private readonly requestLog: RequestLog,
    private readonly origin: { organization: string; chainId: number },
    private readonly windowSeconds: number,
  ) {}

  async now() {
    const { serving, origin } = this;
    const state = serving.state;
    return {
      ...origin,
      subject: serving.subject,
      blockNumber: state?.blockNumber ?? null,
      headAt: state?.headAt ?? null,
      policies: state?.policies ?? { model: null, safety: null, moderation: null, access: null },
      active: state?.active ? await this.active(state.active) : null,
      canary: await this.canary(),
      answering: this.answering(),
      problems: serving.problems(),
    };
  }

  private async active(revision: Revision) {
    const totals = await this.requestLog.totals(revision.runId, 'active', this.windowSeconds);
    return { ...this.revision(revision), ...measured(totals) };
  }

  private async canary() {
    const canary = this.serving.state?.canary;
    if (!canary) return null;
    const totals = await this.requestLog.totals(canary.runId, 'canary');
    return {
      ...this.revision(canary),
      bps: canary.canaryBps,
      weightBps: this.serving.canaryWeightBps(),
      requestsNeeded: canary.canaryRequests,
      endsAt: canary.endsAt,
      ...measured(totals),
    };
  }

  private revision(revision: Revision) {
    const { runId, proposalId, version, policyDigest, artifactDigest, since } = revision;
    const isLoaded = this.serving.canAnswer(revision);
    return { runId, proposalId, version, policyDigest, digest: artifactDigest, since, isLoaded };
  }

  /** What answers a session outside the canary; null when nothing can answer. */
  private answering() {
    if (this.serving.unready() !== null) return null;
    const { lane, revision } = this.serving.chooseActive();
    return { lane, runId: revision?.runId ?? null, digest: revision?.artifactDigest ?? null };
  }
}

function measured(totals: MeasuredWindow) {
  const metrics = Object.fromEntries(metricsOf(totals).map((metric) => [metric.name, metricValue(metric)]));
  return { requests: totals.requests, probes: totals.probes, metrics };
}
