import { afterEach, describe, expect, it } from '@jest/globals';
import { ChainMoved } from '../../src/chain/chain-errors.js';
import { ChainReader } from '../../src/chain/chain-reader.js';

const blockOf = (number: number) => ({
  number: `0x${number.toString(16)}`,
  hash: `0x${'a'.repeat(64)}`,
  parentHash: `0x${'b'.repeat(64)}`,
  timestamp: '0x1',
});
const head = { number: 100, hash: '0x', parentHash: '0x', timestamp: 1 };
const answer = (code: number, message: string) => Object.assign(new Error(message), { error: { code, message } });

let reader: ChainReader | null = null;
afterEach(() => reader?.close());

/** A reader of a chain that gives these answers, one after the other. */
function readerOf(answers: (object | null)[]): ChainReader {
  reader = new ChainReader({ chainId: 1, rpcUrls: ['http://127.0.0.1:1'], finalityBlocks: 64 });
  reader.rpc.request = async () => {
    const next = answers.shift() ?? null;
    if (next instanceof Error) throw next;
    return next;
  };
  return reader;
}

describe('finality', () => {
  it('is told by depth where the chain has no tag', async () => {
    const untagged = readerOf([answer(-32602, 'unknown block tag'), blockOf(36), blockOf(36)]);

    expect((await untagged.finalized(head)).number).toBe(36);
    expect((await untagged.finalized(head)).number).toBe(36);
  });

  it('is never the head because the RPC lacks an older block', async () => {
    const lacking = readerOf([answer(-32602, 'unknown block tag'), null]);

    await expect(lacking.finalized(head)).rejects.toThrow(ChainMoved);
  });

  it('is not told by depth because the RPC is busy', async () => {
    const busy = readerOf([blockOf(20), answer(-32005, 'too many requests'), blockOf(36)]);
    expect((await busy.finalized(head)).number).toBe(20);

    await expect(busy.finalized(head)).rejects.toThrow('too many requests');
  });
});
