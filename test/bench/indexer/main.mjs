// Measures the indexer against a synthetic chain; `npm run bench:index -- --help` says how.
import { parseArgs } from 'node:util';
import { measureBackfill } from './backfill.mjs';

const help = `npm run bench:index -- [--votes 20000,100000] [--latency 20] [--no-timestamps] [--max-blocks 2000] [--max-logs 10000]
  --votes          sizes of the history, one after the other
  --latency        milliseconds that each RPC request takes; each size is then measured without and with it
  --no-timestamps  a chain whose logs do not carry their block's time
  --max-blocks, --max-logs   a chain that refuses longer ranges and larger answers
The last line is JSON.`;

const { values: options } = parseArgs({
  options: {
    votes: { type: 'string', default: '20000,100000' },
    latency: { type: 'string', default: '0' },
    'no-timestamps': { type: 'boolean', default: false },
    'max-blocks': { type: 'string', default: '0' },
    'max-logs': { type: 'string', default: '0' },
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
  const latencies = [...new Set([0, Number(options.latency)])];
  const backfill = [];
  for (const votes of options.votes.split(',').map(Number)) {
    for (const latency of latencies) {
      backfill.push(await measureBackfill({ ...chain, votes, latency, withFloor: latency === 0 }));
      console.error(`${votes} votes, ${latency} ms: ${backfill.at(-1).eventsPerSecond} events/s`);
    }
  }
  console.table(backfill, columns);
  console.log(JSON.stringify({ backfill }));
}
