import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';

const LEASE_MILLISECONDS = 5_000;
const POLL_MILLISECONDS = 25;

/**
 * A lock of the whole database, by name. It lives with a connection, so it is free as soon as its holder dies; and with a
 * lease: a holder that was stopped, or that the network cut off, is not heard from, and its connection is ended by who
 * waits. When it wakes up again it finds that it holds nothing: what it does under the lock it does on this connection.
 */
export class LeasedLock {
  private readonly beat: NodeJS.Timeout;

  private constructor(
    /** Whatever is written here is written under the lock, or not at all. */
    readonly runner: QueryRunner,
    private readonly name: string,
    leaseMilliseconds: number,
  ) {
    this.beat = setInterval(() => void this.isHeld(), leaseMilliseconds / 5);
    this.beat.unref();
  }

  /** Takes the lock if it is free; null when somebody else holds it. */
  static async tryTake(dataSource: DataSource, name: string, leaseMilliseconds = LEASE_MILLISECONDS) {
    const runner = dataSource.createQueryRunner();
    let isTaken = false;
    try {
      isTaken = await tryOn(runner, name, leaseMilliseconds);
      return isTaken ? new LeasedLock(runner, name, leaseMilliseconds) : null;
    } finally {
      // Else a database that comes and goes would take every connection of the pool with it.
      if (!isTaken) await runner.release();
    }
  }

  /** Takes the lock as soon as it is free. */
  static async take(dataSource: DataSource, name: string, leaseMilliseconds = LEASE_MILLISECONDS) {
    for (;;) {
      const lock = await LeasedLock.tryTake(dataSource, name, leaseMilliseconds);
      if (lock !== null) return lock;
      await delay(POLL_MILLISECONDS);
    }
  }

  /** Whether anybody holds the lock now. */
  static async isTaken(dataSource: DataSource, name: string): Promise<boolean> {
    const [answer] = await dataSource.query(`SELECT EXISTS (${holders}) AS "isTaken"`, [name]);
    return answer?.isTaken === true;
  }

  /** Whether the connection is still there, and with it the lock. Being asked also renews the lease. */
  async isHeld(): Promise<boolean> {
    return this.runner.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  /** Lets the next one in. */
  async release(): Promise<void> {
    clearInterval(this.beat);
    await this.runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [this.name]).catch(() => undefined);
    await this.runner.release().catch(() => undefined);
  }
}

async function tryOn(runner: QueryRunner, name: string, leaseMilliseconds: number): Promise<boolean> {
  if (await isFree(runner, name)) return true;
  const ended: unknown[] = await runner.query(endSilentHolder, [name, leaseMilliseconds]);
  return ended.length > 0 && isFree(runner, name);
}

async function isFree(runner: QueryRunner, name: string): Promise<boolean> {
  const [answer] = await runner.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS "isHeld"', [name]);
  return answer?.isHeld === true;
}

const holders = `
  SELECT pid FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)
`;

// A role may always end its own connections.
const endSilentHolder = `
  SELECT pg_terminate_backend(pid) FROM (${holders}) holder JOIN pg_stat_activity USING (pid)
  WHERE state_change < clock_timestamp() - $2 * interval '1 millisecond'
`;
