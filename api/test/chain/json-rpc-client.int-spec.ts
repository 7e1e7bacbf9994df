import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { JsonRpcClient, RpcRefusal } from '../../src/chain/json-rpc-client.js';

type Call = { id: number; method: string; params: unknown[] };
type Answer = (payload: Call | Call[], response: ServerResponse, request: IncomingMessage) => void;

const servers: Server[] = [];
const clients: JsonRpcClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) server.close();
});

/** A node that answers like this, and how many requests it got. */
async function aNode(answer: Answer): Promise<{ url: string; requests: (Call | Call[])[] }> {
  const requests: (Call | Call[])[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push(JSON.parse(body));
    answer(JSON.parse(body), response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function clientOf(...urls: string[]): JsonRpcClient {
  const client = new JsonRpcClient(urls);
  clients.push(client);
  return client;
}

const resultOf = ({ id, method }: Call) => ({ jsonrpc: '2.0', id, result: `${method} ${id}` });
const honest: Answer = (payload, response) =>
  response.end(JSON.stringify(Array.isArray(payload) ? payload.map(resultOf).reverse() : resultOf(payload)));
const calls = (count: number) => Array.from({ length: count }, (_, index) => ({ method: `m${index}`, params: [] }));

describe('JsonRpcClient', () => {
  it('asks many things in few requests, and matches the answers by their ids', async () => {
    const node = await aNode(honest);

    const answers = await clientOf(node.url).requestAll(calls(150));

    expect(node.requests).toHaveLength(2);
    expect(answers.map((answer) => String(answer).split(' ')[0])).toEqual(calls(150).map(({ method }) => method));
  });

  it('asks one by one where lists are not understood', async () => {
    const node = await aNode((payload, response, request) => {
      if (!Array.isArray(payload)) return honest(payload, response, request);
      response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'no batches' } }));
    });

    expect(await clientOf(node.url).requestAll(calls(3))).toHaveLength(3);
  });

  it.each<[string, Answer]>([
    ['answers with a status', (_payload, response) => response.writeHead(503).end('busy')],
    ['answers with half of it', (_payload, response) => response.end('{"jsonrpc":"2.0","id":1,"res')],
    ['cuts the connection', (_payload, response) => response.destroy()],
  ])('asks the next address when one %s, and stays with it', async (_what, answer) => {
    const [broken, good] = [await aNode(answer), await aNode(honest)];
    const client = clientOf(broken.url, good.url);

    await client.request('first', []);
    const asked = broken.requests.length;
    await client.request('second', []);

    expect(good.requests).toHaveLength(2);
    expect(broken.requests).toHaveLength(asked);
  });

  it('tells an error of the node from no answer', async () => {
    const refusing = await aNode((payload, response) =>
      response.end(JSON.stringify({ id: (payload as Call).id, error: { code: -32005, message: 'too wide' } })),
    );
    const gone = await aNode((_payload, response) => response.writeHead(413).end());

    await expect(clientOf(refusing.url).request('eth_getLogs', [])).rejects.toThrow(RpcRefusal);
    await expect(clientOf(gone.url).request('eth_getLogs', [])).rejects.toMatchObject({
      code: 'SERVER_ERROR',
      response: { statusCode: 413 },
    });
  });

  it('turns to the next address when it is told not to trust one', async () => {
    const [liar, good] = [await aNode(honest), await aNode(honest)];
    const client = clientOf(liar.url, good.url);

    client.distrust();
    await client.request('anything', []);

    expect([liar.requests.length, good.requests.length]).toEqual([0, 1]);
  });
});
