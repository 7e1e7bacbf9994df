import type { Health } from '../health/health.js';
import type { RunLedgerEntity } from '../store/run-ledger.entity.js';
import type { Leadership } from './leadership.js';
import type { Role } from './role.js';
import { ledgerStates } from './run-lifecycle.js';

/** Sweeps on every wake-up, and now and then without one. Never twice at the same time. */
export class SweepLoop {
  private isStopped = false;
  private isWoken = false;
  private wakeUp: (() => void) | null = null;
  private running: Promise<void> = Promise.resolve();
  private trouble: string | null = 'the first sweep is not done';

  constructor(
    private readonly role: Role,
    private readonly leadership: Leadership,
    private readonly health: Health,
    private readonly sweepMilliseconds: number,
    private readonly log: (sentence: string) => void,
  ) {}

  start(): void {
    this.health.addCheck('executor', () => this.trouble);
    this.running = this.run();
  }

  /** Sweeps soon. A wake-up during a sweep is not lost. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp?.();
  }

  /** Ends after the step at hand. What an engine does goes on. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake();
    await this.running;
    await this.leadership.release();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      this.isWoken = false;
      await this.sweepOnce();
      if (!this.isWoken) await this.pause();
    }
  }

  private async sweepOnce(): Promise<void> {
    try {
      const isLeader = await this.leadership.hold();
      if (isLeader) this.report(await this.role.sweep());
      this.health.gauge('mandate_executor_is_leader', 'Whether this executor acts; others stand by.', Number(isLeader));
      this.trouble = null;
    } catch (error) {
      this.trouble = (error as Error).message;
      this.log(`the sweep failed: ${this.trouble}`);
      this.health.count('mandate_executor_failed_sweeps_total', 'Sweeps that did not come to their end.');
    }
  }

  private report(entries: readonly RunLedgerEntity[]): void {
    for (const state of ledgerStates) {
      const count = entries.filter((entry) => entry.state === state).length;
      this.health.gauge('mandate_runs', 'Unfinished runs by their state in the ledger.', count, { state });
    }
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.sweepMilliseconds);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = null;
  }
}
