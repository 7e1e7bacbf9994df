import type { Finding } from './governor-dialect.js';

/** What was found out so far. */
export class Findings {
  readonly all: Finding[] = [];

  /** It works. */
  support(capability: string, detail: string): void {
    this.all.push({ capability, verdict: 'supported', detail });
  }

  /** Something else is done instead; `detail` names it. */
  degrade(capability: string, detail: string): void {
    this.all.push({ capability, verdict: 'degraded', detail });
  }

  /** It does not work: nothing can be said of this organization. */
  refuse(capability: string, detail: string): null {
    this.all.push({ capability, verdict: 'refused', detail });
    return null;
  }

  get isRefused(): boolean {
    return this.all.some(({ verdict }) => verdict === 'refused');
  }
}
