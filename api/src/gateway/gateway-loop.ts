import type { CanaryProbes } from './canary-probes.js';
import type { Promotion } from './promotion.js';
import type { Serving } from './serving.js';

const SWEEP_EVERY_MS = 1_000;

/** Keeps the gateway in step with the chain: on every wake-up, and each second without one. */
export class GatewayLoop {
  private timer: NodeJS.Timeout | null = null;
  private turning: Promise<void> | null = null;
  private wasWoken = false;
  private isStopped = false;
  private readonly failures = new Map<string, string>();

  constructor(
    private readonly serving: Serving,
    private readonly promotion: Promotion | null,
    private readonly probes: CanaryProbes | null,
    private readonly afterTurn: () => void,
    private readonly log: (sentence: string) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), SWEEP_EVERY_MS);
    this.wake();
  }

  /** Asks for one more turn; a turn that is under way is followed by another one, so nothing is missed. */
  wake(): void {
    if (this.isStopped) return;
    this.wasWoken = true;
    this.turning ??= this.turn().finally(() => {
      this.turning = null;
    });
  }

  /** Resolves when the turn that is under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearInterval(this.timer);
    this.probes?.stop();
    await this.turning;
  }

  private async turn(): Promise<void> {
    while (this.wasWoken && !this.isStopped) {
      this.wasWoken = false;
      await this.attempt('reading what the chain orders', () => this.serving.refresh());
      // Probes take their time, and must not hold up the next turn.
      if (this.probes) void this.attempt('probing the canary', () => this.probes?.fill());
      if (this.promotion) await this.attempt('judging', () => this.promotion?.step());
      this.afterTurn();
    }
  }

  private async attempt(what: string, work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
      this.failures.delete(what);
    } catch (error) {
      // The same failure each second is one line in the log.
      const { message } = error as Error;
      if (this.failures.get(what) !== message) this.log(`${what} failed, and is tried again: ${message}`);
      this.failures.set(what, message);
    }
  }
}
