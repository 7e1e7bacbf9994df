import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startBenchDatabase } from './bench-database.mjs';
import { environmentOf, startChain, startProcess } from './bench-processes.mjs';

const VOTES_PER_BLOCK = 3;

/**
 * Replaces the last 1, 2, 4 … 64 blocks, and measures from the new head until the rows are right again.
 * @param {{votes: number, depths: number[]}} settings
 */
export async function measureReorgs({ votes, depths }) {
  const chain = await startChain({ votes });
  const database = await startBenchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const stops = [() => chain.stop(), () => database.stop()];
  try {
    const indexer = await startProcess('indexer', environmentOf(database.url, [chain.url, chain.wsUrl]));
    stops.unshift(indexer.stop);
    await indexer.untilReady();
    await client.connect();
    stops.unshift(() => client.end());
    // Each depth replaces blocks that the one before it made.
    const first = await chain.ask('bench_mine', Math.max(...depths) + 1, VOTES_PER_BLOCK, 0);
    await rightAt(client, first);
    const reorgs = [];
    for (const depth of depths) {
      await assertCounted(client, await chain.ask('bench_served'));
      const head = await chain.ask('bench_reorg', depth, VOTES_PER_BLOCK, 0);
      reorgs.push({ depth, milliseconds: (await rightAt(client, head)) - head.at });
      await assertCounted(client, await chain.ask('bench_served'));
    }
    return reorgs;
  } finally {
    for (const stop of stops) await stop();
  }
}

/** When the rows stand at this head; the transaction that puts the cursor there has put all else right. */
async function rightAt(client, { head, hash }) {
  for (const startedAt = Date.now(); Date.now() - startedAt < 30_000; ) {
    const { rows } = await client.query('SELECT block_number, block_hash FROM chain_cursor');
    if (Number(rows[0]?.block_number) === head && rows[0].block_hash === hash) return Date.now();
    await pause(1);
  }
  throw new Error(`the rows did not reach block ${head} within 30 s`);
}

/** Every vote of the chain is a row, none of an orphaned block is, and the tallies say the same. */
async function assertCounted(client, { votes }) {
  const { rows } = await client.query(`
    SELECT (SELECT count(*)::int FROM vote_cast) AS rows, (SELECT sum(votes_count)::int FROM proposal_tally) AS tallied,
      (SELECT coalesce(sum(abs(d.delegators_count - coalesce(g.count, 0))), 0)::int
       FROM delegate d LEFT JOIN (SELECT token, delegate, count(*) FROM delegation GROUP BY token, delegate) g
         ON g.token = d.token AND g.delegate = d.account) AS miscounted`);
  const [{ rows: stored, tallied, miscounted }] = rows;
  if (stored !== votes || tallied !== votes || miscounted !== 0) {
    throw new Error(`The rows are not right: ${JSON.stringify({ votes, stored, tallied, miscounted })}`);
  }
}
