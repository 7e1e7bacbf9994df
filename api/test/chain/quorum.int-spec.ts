import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { EndpointsDisagree } from '../../src/chain/quorum-reads.js';

const EMITTER = '0x00000000000000000000000000000000000000C1';

let anvil: Awaited<ReturnType<typeof startAnvil>>;
let liar: Server;
let liarUrl: string;
const readers: ChainReader[] = [];

/** Answers as the chain does, but keeps the logs to itself. */
beforeAll(async () => {
  anvil = await startAnvil();
  liar = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const isAboutLogs = body.includes('eth_getLogs');
    const forwarded = await fetch(anvil.url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const answer = isAboutLogs ? JSON.stringify({ id: JSON.parse(body).id, result: [] }) : await forwarded.text();
    response.setHeader('content-type', 'application/json').end(answer);
  });
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  liarUrl = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;

  const reader = readerOf([anvil.url]);
  const [from]: string[] = await reader.provider.send('eth_accounts', []);
  await reader.provider.send('anvil_setCode', [EMITTER, '0x60005f5fa1']); // log1 of nothing, topic 0
  await reader.provider.send('eth_sendTransaction', [{ from, to: EMITTER }]);
});

afterAll(async () => {
  for (const reader of readers) reader.close();
  liar?.close();
  liar?.closeAllConnections();
  await anvil?.stop();
});

function readerOf(rpcUrls: string[], rpcQuorum?: number): ChainReader {
  const reader = new ChainReader({ chainId: 31337, rpcUrls, finalityBlocks: 2, rpcQuorum });
  readers.push(reader);
  return reader;
}

const sameNode = () => anvil.url.replace('127.0.0.1', 'localhost');

describe('a chain read by a quorum', () => {
  it('has the logs that two of three addresses tell, though the first keeps them to itself', async () => {
    expect(await readerOf([liarUrl]).logsOfRange(0, 1, [EMITTER])).toHaveLength(0);

    const reader = readerOf([liarUrl, anvil.url, sameNode()], 2);

    expect(await reader.logsOfRange(0, 1, [EMITTER])).toHaveLength(1);
    expect(reader.rpc.tallies.map(({ disagreements }) => disagreements)).toEqual([1, 0, 0]);
    expect((await reader.head()).number).toBe(1);
  });

  it('is not read at all where the addresses cannot agree', async () => {
    const reader = readerOf([liarUrl, anvil.url], 2);

    await expect(reader.logsOfRange(0, 1, [EMITTER])).rejects.toBeInstanceOf(EndpointsDisagree);
    expect(await reader.findBlock(1)).not.toBeNull();
  });
});
