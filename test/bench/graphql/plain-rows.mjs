// node test/bench/graphql/plain-rows.mjs <database url>: the least that can answer the bench's questions: one prepared
// statement for each and its rows as JSON. The first line of output is its port.
import { once } from 'node:events';
import { createServer } from 'node:http';
import pg from 'pg';
import { questions } from './questions.mjs';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });

const server = createServer(async (request, response) => {
  const { sql: text, values, name } = questions[Number(request.url.slice(1))];
  request.resume();
  const { rows } = await pool.query({ name, text, values });
  const body = JSON.stringify(rows);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(server.address().port);
// Nobody needs it once the bench is gone.
process.stdin.resume().on('end', () => process.exit(0));
