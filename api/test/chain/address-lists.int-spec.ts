import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { toBeHex } from 'ethers';
import { ChainReader } from '../../src/chain/chain-reader.js';

interface Question {
  id: number;
  method: string;
  params: [{ address: string[] }];
}

const HASH = `0x${'05'.repeat(32)}`;

let server: Server;
let reader: ChainReader;

afterEach(async () => {
  reader.close();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

/** A node that takes a thousand addresses and has, for each filter, one log of its last address. */
async function aNode(lists: number[]): Promise<ChainReader> {
  const answer = ({ id, method, params: [filter] }: Question) => {
    if (method === 'eth_chainId') return { id, jsonrpc: '2.0', result: '0x7a69' };
    if (method === 'eth_getBlockByNumber') {
      return { id, jsonrpc: '2.0', result: { number: '0x9', hash: HASH, parentHash: HASH, timestamp: '0x1' } };
    }
    const { address } = filter;
    lists.push(address.length);
    if (address.length > 1_000) return { id, jsonrpc: '2.0', error: { code: -32602, message: 'exceed max addresses' } };
    const last = address.at(-1) as string;
    const place = { blockNumber: '0x5', blockHash: HASH, logIndex: toBeHex(9_999 - Number(BigInt(last))) };
    const result = [{ address: last, topics: [], data: '0x', transactionHash: HASH, ...place }];
    return { id, jsonrpc: '2.0', result };
  };
  server = createServer(async (request, response) => {
    const asked = (await json(request)) as Question | Question[];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  reader = new ChainReader({ chainId: 31337, rpcUrls: [`http://127.0.0.1:${port}`], finalityBlocks: 2 });
  return reader;
}

const addresses = Array.from({ length: 2_500 }, (_, index) => toBeHex(index + 1, 20));

describe('the addresses of many organizations', () => {
  it.each<[string, (from: ChainReader) => ReturnType<ChainReader['logsOfRange']>]>([
    ['a range', (from) => from.logsOfRange(1, 9, addresses)],
    ['a block', (from) => from.logsOfBlock(HASH, addresses)],
  ])('are asked for in lists that a node takes, and their logs come in order: %s', async (_name, read) => {
    const lists: number[] = [];

    const logs = await read(await aNode(lists));

    expect(lists).toEqual([1_000, 1_000, 500]);
    expect(logs.map(({ logIndex }) => logIndex)).toEqual([7_499, 7_999, 8_999]);
  });
});
