import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type RunningPostgres, startPostgres } from '../../../scripts/lib/postgres.mjs';
import { Leadership } from '../../src/executor/leadership.js';
import { openDataSource } from '../../src/store/data-source.js';

describe('Leadership', () => {
  let postgres: RunningPostgres;
  let dataSource: DataSource;
  beforeAll(async () => {
    postgres = await startPostgres();
    dataSource = await openDataSource(postgres.url);
  }, 30_000);
  afterAll(async () => {
    await dataSource.destroy();
    await postgres.stop();
  });

  it('lets one executor act, and a standby once that one has let go', async () => {
    const [first, standby] = [new Leadership(dataSource), new Leadership(dataSource)];
    expect([await first.hold(), await standby.hold()]).toEqual([true, false]);
    expect([await first.hold(), await standby.hold()]).toEqual([true, false]);

    await first.release();
    expect([await standby.hold(), await first.hold()]).toEqual([true, false]);
    await standby.release();
  });

  it('gives its connection back when the database cannot answer', async () => {
    const held = new Set<object>();
    const createQueryRunner = () => {
      const runner = {
        query: () => Promise.reject(new Error('terminating connection')),
        release: async () => void held.delete(runner),
      };
      held.add(runner);
      return runner;
    };

    const flapping = new Leadership({ createQueryRunner } as unknown as DataSource);

    await expect(flapping.hold()).rejects.toThrow('terminating connection');
    expect(held.size).toBe(0);
  });

  it('passes on when the connection of the leader dies', async () => {
    const [leader, standby] = [new Leadership(dataSource), new Leadership(dataSource)];
    expect(await leader.hold()).toBe(true);
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
    );

    expect([await standby.hold(), await leader.hold()]).toEqual([true, false]);
    await standby.release();
  });

  it('passes on when the leader is stopped for longer than its lease, and the leader learns of it', async () => {
    // A process that was stopped holds its connection, and says nothing on it.
    const stopped = dataSource.createQueryRunner();
    await stopped.query(`SELECT pg_advisory_lock(hashtextextended('executor', 0))`);
    const standby = new Leadership(dataSource, 'executor', 200);

    expect(await standby.hold()).toBe(false);
    while (!(await standby.hold())) await dataSource.query('SELECT 1');

    await expect(stopped.query('SELECT 1')).rejects.toThrow();
    await stopped.release();
    await standby.release();
  });

  it('leaves a leader alone that is heard from', async () => {
    const [leader, standby] = [
      new Leadership(dataSource, 'executor', 100),
      new Leadership(dataSource, 'executor', 100),
    ];
    expect(await leader.hold()).toBe(true);
    const until = Date.now() + 500;
    while (Date.now() < until) expect(await standby.hold()).toBe(false);

    expect(await leader.hold()).toBe(true);
    await leader.release();
  });

  it('lets executors of another kind act beside it', async () => {
    const [executor, confirmer] = [new Leadership(dataSource), new Leadership(dataSource, 'confirmer')];
    expect([await executor.hold(), await confirmer.hold()]).toEqual([true, true]);
    await Promise.all([executor.release(), confirmer.release()]);
  });
});
