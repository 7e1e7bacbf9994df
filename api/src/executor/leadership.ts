import type { DataSource } from 'typeorm';
import { LeasedLock } from '../store/leased-lock.js';

/** The name of the lock that the acting executor holds. */
export const executorLock = 'executor';

/**
 * Lets one executor of a kind act at a time. A leader that dies, or is stopped for longer than its lease, is followed by a
 * standby. Two at once would do no harm to the chain, only to each other's processes.
 */
export class Leadership {
  private lock: LeasedLock | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly name = executorLock,
    private readonly leaseMilliseconds?: number,
  ) {}

  /** Whether this process may act now. */
  async hold(): Promise<boolean> {
    if (this.lock !== null && (await this.lock.isHeld())) return true;
    await this.release();
    this.lock = await LeasedLock.tryTake(this.dataSource, this.name, this.leaseMilliseconds);
    return this.lock !== null;
  }

  /** Lets a standby act. */
  async release(): Promise<void> {
    const lock = this.lock;
    this.lock = null;
    await lock?.release();
  }
}
