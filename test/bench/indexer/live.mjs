import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';
import { startBenchDatabase } from './bench-database.mjs';
import { environmentOf, startChain, startProcess } from './bench-processes.mjs';
import { contracts } from './dao.mjs';
import { percentilesOf } from './percentiles.mjs';
import { proposalId } from './workload.mjs';

const VOTES_PER_BLOCK = 3;
const GAP_MILLISECONDS = 250;
const SUBSCRIPTION = 'subscription ($id: ID!) { proposal(id: $id) { tally { voters } } }';

/**
 * Measures, block by block, the time from mining to the row and to the subscriber, with all processes running.
 * @param {{votes: number, blocks: number, pollMilliseconds: number, isWebSocket: boolean, latency?: number}} settings
 */
export async function measureLive({ votes, blocks, pollMilliseconds, isWebSocket, latency = 0 }) {
  const chain = await startChain({ votes, latency });
  const database = await startBenchDatabase();
  const stops = [() => chain.stop(), () => database.stop()];
  try {
    const urls = isWebSocket ? [chain.url, chain.wsUrl] : [chain.url];
    const env = { ...environmentOf(database.url, urls), INDEXER_POLL_MILLISECONDS: String(pollMilliseconds) };
    const indexer = await startProcess('indexer', env);
    stops.unshift(indexer.stop);
    const graphql = await startProcess('graphql', env);
    stops.unshift(graphql.stop);
    await indexer.untilReady();
    const watch = await watchProposal(database.url, graphql.port);
    stops.unshift(watch.stop);
    const times = await mineAndWait(chain, watch, blocks);
    return { isWebSocket, pollMilliseconds, blocks, ...summaryOf(times) };
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Hears of committed blocks from the database, and of the proposal's votes from the API. */
async function watchProposal(databaseUrl, port) {
  const listener = new pg.Client({ connectionString: databaseUrl });
  await listener.connect();
  const committed = new Map();
  listener.on('notification', ({ payload }) => {
    const { blockNumber } = JSON.parse(payload);
    if (!committed.has(blockNumber)) committed.set(blockNumber, Date.now());
  });
  await listener.query('LISTEN mandate_block');
  const client = createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });
  const delivered = new Map();
  const id = `31337:${contracts.governor}:${proposalId(0)}`;
  const end = client.subscribe(
    { query: SUBSCRIPTION, variables: { id } },
    {
      next: ({ data, errors }) => {
        if (errors) throw new Error(JSON.stringify(errors));
        delivered.set(data.proposal.tally.voters, Date.now());
      },
      error: (error) => {
        throw error;
      },
      complete: () => undefined,
    },
  );
  while (delivered.size === 0) await pause(5);
  return {
    committed,
    delivered,
    async stop() {
      end();
      await client.dispose();
      await listener.end();
    },
  };
}

/** Mines block after block; each is waited for. */
async function mineAndWait(chain, watch, blocks) {
  const times = [];
  let voters = Math.max(...watch.delivered.keys());
  for (let block = 0; block < blocks; block += 1) {
    const { at, head } = await chain.ask('bench_mine', 1, VOTES_PER_BLOCK, 0);
    voters += VOTES_PER_BLOCK;
    while (!watch.delivered.has(voters) || !watch.committed.has(head)) {
      await pause(2);
      if (Date.now() - at > 30_000) throw new Error(`block ${head} was not delivered within 30 s`);
    }
    times.push({ visible: watch.committed.get(head) - at, delivered: watch.delivered.get(voters) - at });
    // Not in step with the polls.
    await pause(GAP_MILLISECONDS + ((block * 37) % 100));
  }
  return times;
}

function summaryOf(times) {
  const visible = percentilesOf(times.map((time) => time.visible));
  const delivered = percentilesOf(times.map((time) => time.delivered));
  return { visibleP50: visible.p50, visibleP99: visible.p99, deliveredP50: delivered.p50, deliveredP99: delivered.p99 };
}
