import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { WrongChain } from '../../src/chain/chain-errors.js';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';

let chain: TestChain;
let deadUrl: string;
const readers: ChainReader[] = [];

beforeAll(async () => {
  chain = await startTestChain();
  await chain.mine(5);
  deadUrl = `http://127.0.0.1:${await freePort()}`;
});

afterAll(async () => {
  for (const reader of readers) reader.close();
  await chain?.stop();
});

function readerOf(rpcUrls: string[], chainId = 31337): ChainReader {
  const reader = new ChainReader({ chainId, rpcUrls, finalityBlocks: 2 });
  readers.push(reader);
  return reader;
}

describe('ChainReader', () => {
  it('reads blocks that hang together', async () => {
    const reader = readerOf([chain.url]);

    const head = await reader.head();
    const parent = await reader.findBlock(head.number - 1);

    expect(head.number).toBe(5);
    expect(head.parentHash).toBe(parent?.hash);
    expect(await reader.findBlock(99)).toBeNull();
  });

  it('asks the next address when one does not answer', async () => {
    expect((await readerOf([deadUrl, chain.url]).head()).number).toBe(5);
  });

  it('fails when none answers', async () => {
    await expect(readerOf([deadUrl]).head()).rejects.toThrow(/ECONNREFUSED/);
  });

  it('refuses an address of another chain, not one that is silent', async () => {
    await expect(readerOf([deadUrl, chain.url], 1).verifyChainId()).rejects.toThrow(WrongChain);
    await expect(readerOf([deadUrl, chain.url]).verifyChainId()).resolves.toBeUndefined();
  });

  it('says what is final: below the head, on the chain', async () => {
    const reader = readerOf([chain.url]);
    const head = await reader.head();

    const finalized = await reader.finalized(head);

    expect(finalized.number).toBe(head.number - 2);
    expect((await reader.findBlock(finalized.number))?.hash).toBe(finalized.hash);
  });

  it('takes the logs of an orphaned block for an error, not for none', async () => {
    const orphan = `0x${'12'.repeat(32)}`;

    await expect(readerOf([chain.url]).logsOfBlock(orphan, [])).rejects.toThrow();
  });
});
