import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { HeadFeed } from '../../src/chain/head-feed.js';

const servers: WebSocketServer[] = [];
const feeds: HeadFeed[] = [];

afterEach(() => {
  for (const feed of feeds.splice(0)) feed.stop();
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

/** A node that takes subscriptions; `subscribed` is the connection of the next one. */
async function aNode(port = 0, answer: object = { result: '0x1' }) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  servers.push(server);
  const subscribed = () =>
    new Promise<WebSocket>((resolve) =>
      server.once('connection', (socket) =>
        socket.once('message', (message) => {
          socket.send(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(String(message)).id, ...answer }));
          resolve(socket);
        }),
      ),
    );
  const { port: own } = server.address() as AddressInfo;
  return { port: own, url: `ws://127.0.0.1:${own}`, subscribed, server };
}

const tell = (socket: WebSocket, number: number, changes: object = {}) => {
  const hash = `0x${number.toString(16).padStart(64, '0')}`;
  const result = { number: `0x${number.toString(16)}`, hash, parentHash: hash, timestamp: '0x1', ...changes };
  socket.send(JSON.stringify({ method: 'eth_subscription', params: { result } }));
};

function startFeed(urls: string[]) {
  const said: string[] = [];
  const feed = new HeadFeed(urls, (sentence) => said.push(sentence));
  feeds.push(feed);
  feed.start();
  return { feed, said };
}

describe('HeadFeed', () => {
  it('gives the newest block that was told, at once', async () => {
    const node = await aNode();
    const subscribed = node.subscribed();
    const { feed } = startFeed([node.url]);
    const socket = await subscribed;

    tell(socket, 7);
    const first = await feed.next(60_000);
    const waiting = feed.next(60_000);
    tell(socket, 8);

    expect([first?.number, (await waiting)?.number]).toEqual([7, 8]);
  });

  it('takes what cannot be a block for news without one', async () => {
    const node = await aNode();
    const subscribed = node.subscribed();
    const { feed, said } = startFeed([node.url]);
    const socket = await subscribed;

    tell(socket, 7, { hash: '0x7' });

    expect(await feed.next(60_000)).toBeNull();
    expect(said).toEqual([
      'a new block is told wrongly (a block\'s hash is "0x7", not 32 bytes in hex); looking for it instead',
    ]);
  });

  it('ends a wait at the poll interval where nobody tells', async () => {
    const { feed } = startFeed([]);

    expect(await feed.next(1)).toBeNull();
  });

  it('lets the waiting look for themselves when the connection breaks, and connects again', async () => {
    const node = await aNode();
    const subscribed = node.subscribed();
    const { feed, said } = startFeed([node.url]);
    const socket = await subscribed;
    tell(socket, 1);
    await feed.next(60_000);
    const again = node.subscribed();

    const waiting = feed.next(60_000);
    socket.terminate();

    expect(await waiting).toBeNull();
    tell(await again, 9);
    expect((await feed.next(60_000))?.number).toBe(9);
    expect(said).toEqual([]);
  });

  it('goes to the next address when one does not take subscriptions', async () => {
    const refusing = await aNode(0, { error: { code: -32601, message: 'no subscriptions' } });
    const good = await aNode();
    const subscribed = good.subscribed();
    void refusing.subscribed();
    const { feed, said } = startFeed([refusing.url, good.url]);

    tell(await subscribed, 3);

    let head = await feed.next(60_000);
    while (head === null) head = await feed.next(60_000);
    expect(head.number).toBe(3);
    expect(said).toEqual(['new blocks are not told (no subscriptions)']);
  });

  it('ends a wait when it is stopped', async () => {
    const { feed } = startFeed([]);
    const waiting = feed.next(60_000);

    feed.stop();

    expect(await waiting).toBeNull();
  });
});
