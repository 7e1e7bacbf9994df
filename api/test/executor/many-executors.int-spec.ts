import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/store/data-source.js';
import { eventsOf } from '../../src/store/run-ledger-events.js';
import { faultIn } from '../../src/store/run-ledger-log.js';
import { SentTransactionEntity } from '../../src/store/sent-transaction.entity.js';
import { aJob } from './a-job.js';
import { AnExecutor, anEngine, carry } from './an-executor.js';
import { accounts, RunWorld } from './run-world.js';

describe('executors that all act at once', () => {
  let world: RunWorld;
  const sources: DataSource[] = [];

  beforeAll(async () => {
    world = await RunWorld.start();
  }, 60_000);
  afterAll(async () => {
    for (const source of sources) await source.destroy();
    await world.stop();
  });

  /** As many as there would be processes: nothing in common but the key, the database, the engine's directory and the chain. */
  const startExecutors = async (count: number) => {
    const own = await Promise.all(Array.from({ length: count }, () => openDataSource(world.postgres.url, 3)));
    sources.push(...own);
    return own.map((dataSource) => new AnExecutor(world, { dataSource, engine: anEngine(world) }));
  };

  it.each([2, 5, 20])(
    'have one effect when they are %d',
    async (count) => {
      const executors = await startExecutors(count);
      const all = {
        sweep: () => Promise.all(executors.map((executor) => executor.sweep())).then(([first = []]) => first),
      };
      const before = await world.provider.getTransactionCount(accounts.worker.address);
      const known = await world.dataSource.getRepository(SentTransactionEntity).count();

      const runId = await world.adopt(aJob('quick', { limits: { wallSeconds: 600 + count, memoryMiB: 4096 } }));
      const { attempt } = await carry(world, runId, 'Canary', () => all);

      expect(attempt).toBe(1);
      expect((await world.starts()).filter((start) => start.startsWith(runId))).toEqual([`${runId}.1`]);
      for (const event of ['AttemptStarted', 'ReceiptSubmitted', 'CanaryStarted']) {
        expect(await world.events(event, runId)).toHaveLength(1);
      }
      const log = await eventsOf(world.dataSource, runId);
      expect(faultIn(log)).toBeNull();
      expect(log.map(({ to }) => to)).toEqual(['Ordered', 'Claimed', 'Training', 'Trained', 'Submitted', 'Canary']);

      // Three calls were made, and each of them was one transaction that went through.
      const sent = await world.dataSource.getRepository(SentTransactionEntity).find({ order: { nonce: 'ASC' } });
      expect(sent.slice(known).map(({ key, state }) => [key, state])).toEqual([
        [`${runId}.1.startAttempt`, 'mined'],
        [`${runId}.1.submitReceipt`, 'mined'],
        [`${runId}.1.finalize`, 'mined'],
      ]);
      expect(await world.provider.getTransactionCount(accounts.worker.address)).toBe(before + 3);
    },
    60_000,
  );
});
