import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MILLISECONDS = 200;

/** Looks at the health doors of a process all the time, and remembers what they said. */
export class HealthWatch {
  /** Reasons that `/readyz` gave, each once. */
  reasons = new Set();
  /** Milliseconds from the beginning until `/readyz` first said no; null while it has not. */
  toldAfter = null;
  /** Looks at `/healthz` that brought no 200: a supervisor would have restarted the process for nothing. */
  unwell = 0;
  /** Looks at `/metrics` that said that the last look at the chain went wrong. */
  downs = 0;
  /** How old the last good look at the chain became, as `/metrics` told it. */
  oldestLookSeconds = 0;
  #process;
  #isOver = false;
  #watching;

  constructor(process) {
    this.#process = process;
    this.#watching = this.#watch(performance.now());
  }

  async end() {
    this.#isOver = true;
    await this.#watching;
  }

  async #watch(begunAt) {
    while (!this.#isOver) {
      const [ready, health, metrics] = await Promise.all(
        ['/readyz', '/healthz', '/metrics'].map((door) => this.#process.get(door)),
      );
      if (health?.status !== 200) this.unwell += 1;
      this.#noteMetrics(metrics?.text ?? '');
      if (ready?.status === 503) this.#note(JSON.parse(ready.text), begunAt);
      await pause(LOOK_MILLISECONDS);
    }
  }

  #noteMetrics(text) {
    if (/^mandate_indexer_up\{.*\} 0$/m.test(text)) this.downs += 1;
    const lookedAt = Number(/^mandate_indexer_looked_timestamp_seconds\{.*\} (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
    if (lookedAt > 0) this.oldestLookSeconds = Math.max(this.oldestLookSeconds, Date.now() / 1000 - lookedAt);
  }

  #note({ status: _status, ...parts }, begunAt) {
    this.toldAfter ??= performance.now() - begunAt;
    for (const [part, reason] of Object.entries(parts)) this.reasons.add(`${part}: ${reason}`);
  }
}
