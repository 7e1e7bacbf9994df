import { setTimeout as pause } from 'node:timers/promises';
import type { Answering } from './answering.js';
import { probePrompts } from './probe-prompts.js';
import type { RequestLog } from './request-log.js';
import type { Serving } from './serving.js';
import type { CanaryRevision } from './serving-state.js';

const PACE_MIN_MS = 20;
const PACE_MAX_MS = 2_000;
const PROBE_CONTEXT_TOKENS = 1_024;
const PROBE_ANSWER_TOKENS = 48;

/**
 * Asks a canary what nobody else asks: on a quiet system the voted number of requests would never come together. Probes
 * are answered and measured like any request of the canary lane, and marked, so that everybody can see how many there were.
 */
export class CanaryProbes {
  private isFilling = false;
  private isStopped = false;
  private asked = 0;

  constructor(
    private readonly serving: Serving,
    private readonly answering: Answering,
    private readonly requestLog: RequestLog,
    private readonly log: (sentence: string) => void,
  ) {}

  stop(): void {
    this.isStopped = true;
  }

  /** Asks, spread over what is left of the canary's time, until it has its requests. Calls that overlap do nothing. */
  async fill(): Promise<void> {
    if (this.isFilling) return;
    this.isFilling = true;
    try {
      for (let missing = await this.missing(); missing > 0; missing = await this.missing()) {
        await this.askOnce();
        await pause(this.paceMs(missing));
      }
    } finally {
      this.isFilling = false;
    }
  }

  private async missing(): Promise<number> {
    const canary = this.serving.state?.canary;
    if (this.isStopped || !canary || !this.serving.canaryChoice()) return 0;
    const { requests } = await this.requestLog.totals(canary.runId, 'canary');
    return canary.canaryRequests - requests;
  }

  private async askOnce(): Promise<void> {
    const choice = this.serving.canaryChoice();
    const prompt = probePrompts[this.asked++ % probePrompts.length];
    if (!choice || !prompt) return;
    const question = {
      messages: [{ role: 'user' as const, content: prompt }],
      maxTokens: PROBE_ANSWER_TOKENS,
      temperature: 0,
      seed: null,
      contextTokens: PROBE_CONTEXT_TOKENS,
      isProbe: true,
    };
    await this.answering
      .ask(choice, question)
      .catch((error: Error) => this.log(`a probe of the canary failed: ${error.message}`));
  }

  private paceMs(missing: number): number {
    const state = this.serving.state;
    const canary: CanaryRevision | null | undefined = state?.canary;
    const leftMs = state && canary ? canary.endsAt.getTime() - state.headAt.getTime() : 0;
    return Math.min(PACE_MAX_MS, Math.max(PACE_MIN_MS, leftMs / missing));
  }
}
