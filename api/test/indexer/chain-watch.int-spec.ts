import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Health } from '../../src/health/health.js';
import { ChainWatch } from '../../src/indexer/chain-watch.js';
import { IndexerTotals } from '../../src/indexer/indexer-totals.js';
import { ChainCursorEntity } from '../../src/store/chain-cursor.entity.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let health: Health;
let totals: IndexerTotals;
let watch: ChainWatch;
let now: number;

beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);

afterAll(() => database?.stop());

beforeEach(async () => {
  await emptyTables(database.dataSource);
  health = new Health();
  totals = new IndexerTotals();
  now = 1_000_000_000_000;
  watch = new ChainWatch({ chainId: 1, totals }, database.dataSource, health, () => now);
});

/** Puts the rows at a block, and the chain's head. */
async function reach(blockNumber: number, headNumber: number): Promise<void> {
  const at = new Date(now - 12_000);
  const cursor = { chainId: 1, blockNumber, headNumber, finalizedNumber: Math.min(blockNumber, headNumber - 64) };
  const rows = database.dataSource.getRepository(ChainCursorEntity);
  await rows.save({ ...cursor, blockHash: `0x${blockNumber}`, headAt: at, updatedAt: at });
}

const reason = async () => (await health.unready())['chain 1'] ?? null;

describe('what is told of a chain', () => {
  it('is unready before the head was reached, and says how far behind', async () => {
    expect(await reason()).toBe('has not reached the head yet');
    await reach(100, 10_000);
    expect(await reason()).toBe('9900 blocks behind the head 10000');
    await reach(10_000, 10_000);
    expect(await reason()).toBe('has not reached the head yet');
    watch.reachedHead();
    expect(await reason()).toBeNull();
  });

  it('is unready again when the chain runs away, and ready a few blocks behind', async () => {
    watch.reachedHead();
    await reach(9_990, 10_000);
    expect(await reason()).toBeNull();
    await reach(9_900, 10_000);
    expect(await reason()).toBe('100 blocks behind the head 10000');
  });

  it('says why the chain cannot be read, until it can', async () => {
    await reach(10_000, 10_000);
    watch.reachedHead();
    watch.failed('ECONNREFUSED');
    expect(await reason()).toBe('ECONNREFUSED');
    expect(await health.metrics()).toContain('mandate_indexer_up{chain="1"} 0');

    watch.reachedHead();
    expect(await reason()).toBeNull();
    expect(await health.metrics()).toContain('mandate_indexer_up{chain="1"} 1');
  });

  it('forgets a failure once blocks come again, though the head is far', async () => {
    await reach(100, 10_000);
    watch.failed('429');
    expect(await reason()).toBe('429');
    totals.blocks += 50;
    expect(await reason()).toBe('9900 blocks behind the head 10000');
  });

  it('is unready when nobody has looked at it for long', async () => {
    await reach(10_000, 10_000);
    watch.reachedHead();
    now += 90_000;
    expect(await reason()).toBe('has not been looked at for 90 s');
  });

  it('counts: head, finalized, lag, speed, what was put aside, reorgs', async () => {
    await reach(1_000, 5_000);
    await health.metrics();
    now += 10_000;
    Object.assign(totals, { blocks: 3_000, logs: 50_000, rows: 49_000, reorgs: 2 });
    await reach(4_000, 5_000);
    await database.dataSource.query(
      `INSERT INTO quarantined_log VALUES (1, 7, 0, '0x', now(), '0x', '{}', '', 'odd'), (2, 7, 0, '0x', now(), '0x', '{}', '', 'odd')`,
    );

    const metrics = await health.metrics();

    for (const line of [
      'block_number{chain="1"} 4000',
      'head_block_number{chain="1"} 5000',
      'finalized_block_number{chain="1"} 4000',
      'lag_blocks{chain="1"} 1000',
      'lag_seconds{chain="1"} 12',
      'events_per_second{chain="1"} 5000',
      'backfill_seconds_left{chain="1"} 4',
      'quarantined_logs{chain="1"} 1',
      'logs_total{chain="1"} 50000',
      'rows_total{chain="1"} 49000',
      'reorgs_total{chain="1"} 2',
    ]) {
      expect(metrics).toContain(`\nmandate_indexer_${line}\n`);
    }
    expect(metrics).toContain('# TYPE mandate_indexer_logs_total counter');
  });

  it('tells of a backfill in one line, and of nothing at the head', async () => {
    await reach(1_000, 5_000);
    await watch.progress();
    now += 10_000;
    totals.logs = 50_000;
    await reach(4_000, 5_000);
    expect(await watch.progress()).toBe('chain 1: block 4000 of 5000 (75 %), 5000 events/s, about 4 s left');
    await reach(4_990, 5_000);
    expect(await watch.progress()).toBeNull();
  });
});
