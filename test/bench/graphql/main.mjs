// Measures the GraphQL door beside a server that does nothing but its SQL; `npm run bench:graphql -- --help` says how.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBenchDatabase } from '../indexer/bench-database.mjs';
import { environmentOf, indexUntilHead, startChain, startProcess } from '../indexer/bench-processes.mjs';
import { measureLoad, requestOf } from '../load.mjs';
import { questions, rowsOf } from './questions.mjs';

const help = `npm run bench:graphql -- [--votes 100000] [--connections 16] [--seconds 10] [--rounds 3]
  --votes         size of the history that is indexed first
  --connections   that ask at the same time, each again as soon as it is answered
  --seconds       for each question and server, in each round
  --rounds        the figures are those of the middle round; both servers take turns
The last line is JSON.`;

const { values: options } = parseArgs({
  options: {
    votes: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});

/** The bare server, in a process of its own as the door is. */
async function startPlainRows(databaseUrl) {
  const file = path.join(import.meta.dirname, 'plain-rows.mjs');
  const child = spawn(process.execPath, [file, databaseUrl], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(Number(line)));
    exited.then((code) => reject(new Error(`plain-rows ended with exit code ${code}`)));
  });
  return {
    port,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

/** A figure counts only when the answers are whole. */
const wholeFor = (question) => (body) => {
  const rows = rowsOf(JSON.parse(body.toString()));
  if (rows.length !== question.rows) throw new Error(`${question.name}: ${rows.length} rows were answered`);
};

const middleOf = (rounds) => rounds.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)[rounds.length >> 1];

async function measureQuestion(question, index, ports) {
  const { query, variables } = question;
  const requests = {
    graphql: requestOf('/graphql', JSON.stringify({ query, variables })),
    plain: requestOf(`/${index}`, ''),
  };
  const rounds = { graphql: [], plain: [] };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const server of ['graphql', 'plain']) {
      const load = { port: ports[server], request: requests[server], check: wholeFor(question) };
      const [connections, seconds] = [Number(options.connections), Number(options.seconds)];
      rounds[server].push(await measureLoad({ ...load, connections, seconds }));
    }
  }
  const [graphql, plain] = [middleOf(rounds.graphql), middleOf(rounds.plain)];
  const ofPlain = Math.round((graphql.requestsPerSecond / plain.requestsPerSecond) * 1000) / 1000;
  return { question: question.name, ...graphql, plainRequestsPerSecond: plain.requestsPerSecond, ofPlain };
}

async function measure() {
  const stops = [];
  try {
    const database = await startBenchDatabase();
    stops.unshift(database.stop);
    const chain = await startChain({ votes: Number(options.votes) });
    const env = environmentOf(database.url, [chain.url]);
    await indexUntilHead(env).finally(chain.stop);
    await database.query('VACUUM ANALYZE');
    const door = await startProcess('graphql', env);
    stops.unshift(door.stop);
    const plain = await startPlainRows(database.url);
    stops.unshift(plain.stop);
    const measured = [];
    for (const [index, question] of questions.entries()) {
      measured.push(await measureQuestion(question, index, { graphql: door.port, plain: plain.port }));
      console.error(`${question.name}: ${measured.at(-1).requestsPerSecond} requests/s`);
    }
    return measured;
  } finally {
    for (const stop of stops) await stop();
  }
}

if (options.help) {
  console.log(help);
} else {
  const measured = await measure();
  console.table(measured);
  const { votes, connections } = options;
  console.log(JSON.stringify({ votes: Number(votes), connections: Number(connections), questions: measured }));
}
