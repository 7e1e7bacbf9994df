// node floor.mjs <chain url> <database url> <last block>: the bare floor. Fetches the logs of the workload, decodes them by hand
// and copies them into tables like the product's, with the same indexes; no totals, no cursor, no checks. Prints one JSON line.
import { Agent, request } from 'node:http';
import pg from 'pg';
import { copyIn } from './copy-in.mjs';
import { contracts } from './dao.mjs';
import { decodersByTopic, tables } from './floor-decoders.mjs';

const REQUESTS = 51;
const [url, databaseUrl, lastText] = process.argv.slice(2);
const last = Number(lastText);
const agent = new Agent({ keepAlive: true });
const database = new pg.Client({ connectionString: databaseUrl });

/** The logs of a range of blocks. */
function fetchLogs(fromBlock, toBlock) {
  const quantity = (value) => `0x${value.toString(16)}`;
  const filter = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock), address: Object.values(contracts) };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('latin1')).result));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Decodes a range and copies it, in one transaction. */
async function store(logs) {
  const lines = new Map();
  for (const log of logs) {
    const [table, line] = decodersByTopic.get(log.topics[0])?.(log) ?? [];
    if (!table) continue;
    const known = lines.get(table);
    lines.set(table, known === undefined ? line : known + line);
  }
  await database.query('BEGIN');
  for (const [table, text] of lines) await copyIn(database, `COPY floor.${table} FROM STDIN`, text);
  await database.query('COMMIT');
}

await database.connect();
await database.query('DROP SCHEMA IF EXISTS floor CASCADE; CREATE SCHEMA floor');
for (const table of tables) await database.query(`CREATE TABLE floor.${table} (LIKE public.${table} INCLUDING ALL)`);

const startedAt = performance.now();
const size = Math.ceil((last + 1) / REQUESTS);
let logsCount = 0;
let next = fetchLogs(0, size - 1);
for (let from = 0; from <= last; from += size) {
  const logs = await next;
  // The next answer is on its way while this one is decoded and copied.
  if (from + size <= last) next = fetchLogs(from + size, Math.min(last, from + 2 * size - 1));
  logsCount += logs.length;
  await store(logs);
}
const seconds = (performance.now() - startedAt) / 1000;
console.log(JSON.stringify({ logs: logsCount, seconds, eventsPerSecond: Math.round(logsCount / seconds) }));
agent.destroy();
await database.end();
