// node chain-server.mjs '<settings as JSON>': serves a synthetic chain over HTTP and WebSocket, in a process of its own. Its first
// line of output is JSON: {"url","wsUrl","logs","blocks"}. The bench itself speaks to it with the methods bench_*.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { RpcError } from '../../support/rpc-block.mjs';
import { JsonRpc } from './json-rpc.mjs';
import { headerOf, SyntheticChain } from './synthetic-chain.mjs';

const settings = {
  votes: 20_000,
  latency: 0,
  maxBlocks: 0,
  maxLogs: 0,
  hasTimestamps: true,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const chain = new SyntheticChain(settings);
const rpc = new JsonRpc(chain, { blocks: settings.maxBlocks, logs: settings.maxLogs });
const subscribers = new Set();
const served = { requests: 0, bytes: 0 };

/** What the bench asks of us: more blocks, another branch, and what was served. Answers with the time of it. */
const controls = {
  bench_mine: ([blocks, votes, proposal]) => announce(() => chain.mine(blocks, votes, proposal)),
  bench_reorg: ([depth, votes, proposal]) => announce(() => chain.reorganize(depth, votes, proposal)),
  bench_served: () => ({ ...served, calls: rpc.calls, logs: chain.logs, votes: chain.votes, head: chain.head.number }),
  bench_reset: () => {
    Object.assign(served, { requests: 0, bytes: 0 });
    rpc.calls = {};
    return true;
  },
};

function announce(change) {
  change();
  const at = Date.now();
  for (const notify of subscribers) notify(headerOf(chain.head));
  return { at, head: chain.head.number, hash: chain.head.hash };
}

/** The bytes of one answer. */
function answerOne({ id, method, params }) {
  try {
    const result = controls[method]
      ? Buffer.from(JSON.stringify(controls[method](params)))
      : rpc.answer(method, params);
    return Buffer.concat([
      Buffer.from(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`),
      result,
      Buffer.from('}'),
    ]);
  } catch (error) {
    const { code = -32603, message } = error instanceof RpcError ? error : { message: String(error) };
    return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } }));
  }
}

function answer(body) {
  const payload = JSON.parse(body);
  if (!Array.isArray(payload)) return answerOne(payload);
  const parts = payload.flatMap((one, index) => [Buffer.from(index === 0 ? '[' : ','), answerOne(one)]);
  return Buffer.concat([...parts, Buffer.from(']')]);
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const isControl = body.includes('"bench_');
  if (settings.latency > 0 && !isControl) await pause(settings.latency);
  const bytes = answer(body);
  if (!isControl) {
    served.requests += 1;
    served.bytes += bytes.length;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
});

new WebSocketServer({ server }).on('connection', (socket) => {
  const subscription = '0x1';
  const notify = (result) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } }));
  socket.on('message', (message) => {
    const request = JSON.parse(message);
    if (request.method !== 'eth_subscribe') return socket.send(answerOne(request));
    subscribers.add(notify);
    return socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, result: subscription }));
  });
  socket.on('close', () => subscribers.delete(notify));
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const summary = {
  url: `http://127.0.0.1:${port}`,
  wsUrl: `ws://127.0.0.1:${port}`,
  logs: chain.logs,
  blocks: chain.blocks.length,
};
console.log(JSON.stringify(summary));
// Nobody needs it once the bench is gone.
process.stdin.resume().on('end', () => process.exit(0));
