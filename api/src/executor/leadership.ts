import type { DataSource, QueryRunner } from 'typeorm';

/** Any number of our own: the first letters of "executor". */
const EXECUTOR_LOCK = 0x65786563;

/**
 * Lets one executor act at a time. The lock lives with a connection: it is free as soon as its holder dies, and a
 * standby takes over. Two at once would do no harm to the chain, only to each other's processes.
 */
export class Leadership {
  private holder: QueryRunner | null = null;

  constructor(private readonly dataSource: DataSource) {}

  /** Whether this process may act now. */
  async hold(): Promise<boolean> {
    if (this.holder !== null && (await this.isAlive(this.holder))) return true;
    await this.release();
    const candidate = this.dataSource.createQueryRunner();
    try {
      const [answer] = await candidate.query('SELECT pg_try_advisory_lock($1) AS "isHeld"', [EXECUTOR_LOCK]);
      if (answer?.isHeld === true) this.holder = candidate;
    } finally {
      // Else a database that comes and goes would take every connection of the pool with it.
      if (this.holder !== candidate) await candidate.release();
    }
    return this.holder === candidate;
  }

  /** Lets a standby act. */
  async release(): Promise<void> {
    const holder = this.holder;
    this.holder = null;
    if (holder === null) return;
    await holder.query('SELECT pg_advisory_unlock($1)', [EXECUTOR_LOCK]).catch(() => undefined);
    await holder.release().catch(() => undefined);
  }

  private async isAlive(holder: QueryRunner): Promise<boolean> {
    return holder.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }
}
