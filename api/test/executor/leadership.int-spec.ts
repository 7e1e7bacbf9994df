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
});
