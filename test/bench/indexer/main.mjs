// Measures the indexer against a synthetic chain; `npm run bench:index -- --help` says how.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { measureBackfill } from './backfill.mjs';
import { measureLive } from './live.mjs';
import { measureReorgs } from './reorgs.mjs';

/** In a process of its own: it starts chains and deploys to them. */
async function measureMany() {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'many.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, code] = [textOf(child.stdout), new Promise((resolve) => child.once('close', resolve))];
  if ((await code) !== 0) throw new Error(`many.mjs failed:\n${await output}`);
  return JSON.parse((await output).trim().split('\n').at(-1));
}

const help = `npm run bench:index -- [--votes 20000,100000] [--latency 20] [--no-timestamps] [--max-blocks 2000] [--max-logs 10000] [--many]
  --votes          sizes of the history, one after the other; '' for none
  --latency        milliseconds that each RPC request takes; each size is then measured without and with it
  --no-timestamps  a chain whose logs do not carry their block's time
  --live           blocks to mine one by one: until the row is visible and a subscriber has it, by WebSocket and by polls
  --poll           milliseconds between polls (200)
  --reorgs         replaces the last 1, 2, 4 … 64 blocks
  --many           what following 300 governors on 5 chains costs while nothing happens but blocks
  --max-blocks, --max-logs   a chain that refuses longer ranges and larger answers
The last line is JSON.`;

const { values: options } = parseArgs({
  options: {
    votes: { type: 'string', default: '20000,100000' },
    latency: { type: 'string', default: '0' },
    'no-timestamps': { type: 'boolean', default: false },
    'max-blocks': { type: 'string', default: '0' },
    'max-logs': { type: 'string', default: '0' },
    live: { type: 'string', default: '0' },
    poll: { type: 'string', default: '200' },
    reorgs: { type: 'boolean', default: false },
    many: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const columns = [
  'votes',
  'latency',
  'logs',
  'eventsPerSecond',
  'ofFloor',
  'floorEventsPerSecond',
  'peakRssMb',
  'rpcRequests',
  'rpcCalls',
  'seconds',
  'cpuSeconds',
  'databaseCpuSeconds',
  'floorCpuSeconds',
  'floorDatabaseCpuSeconds',
  'processSeconds',
];

if (options.help) {
  console.log(help);
} else {
  const chain = {
    hasTimestamps: !options['no-timestamps'],
    maxBlocks: Number(options['max-blocks']),
    maxLogs: Number(options['max-logs']),
  };
  // The floor knows one dialect only.
  const isPlain = chain.hasTimestamps && chain.maxBlocks === 0 && chain.maxLogs === 0;
  const latencies = [...new Set([0, Number(options.latency)])];
  const backfill = [];
  for (const votes of options.votes.split(',').filter(Boolean).map(Number)) {
    for (const latency of latencies) {
      backfill.push(await measureBackfill({ ...chain, votes, latency, withFloor: latency === 0 && isPlain }));
      console.error(`${votes} votes, ${latency} ms: ${backfill.at(-1).eventsPerSecond} events/s`);
    }
  }
  if (backfill.length > 0) console.table(backfill, columns);
  const live = [];
  const [blocks, pollMilliseconds] = [Number(options.live), Number(options.poll)];
  for (const isWebSocket of blocks > 0 ? [true, false] : []) {
    live.push(await measureLive({ votes: 20_000, blocks, pollMilliseconds, isWebSocket }));
  }
  if (live.length > 0) console.table(live);
  const reorgs = options.reorgs ? await measureReorgs({ votes: 20_000, depths: [1, 2, 4, 8, 16, 32, 64] }) : [];
  if (reorgs.length > 0) console.table(reorgs);
  const many = options.many ? [await measureMany()] : [];
  if (many.length > 0) console.table(many);
  console.log(JSON.stringify({ backfill, live, reorgs, many }));
}
