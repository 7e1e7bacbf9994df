import { describe, expect, it } from '@jest/globals';
import type { ChainLog } from '../../src/chain/chain-log.js';
import type { ChainReader } from '../../src/chain/chain-reader.js';
import { LogRanges } from '../../src/chain/log-ranges.js';
import { aChainLog } from '../builders/a-chain-log.js';

type AnswerRange = (fromBlock: number, toBlock: number) => ChainLog[];

/** Reads blocks 0 to `last`; says in which ranges, and how many logs came. */
async function readAll(last: number, answer: AnswerRange, startBlocks?: number) {
  const asked: [number, number][] = [];
  const reader = {
    logsOfRange: async (fromBlock: number, toBlock: number) => {
      asked.push([fromBlock, toBlock]);
      return answer(fromBlock, toBlock);
    },
  } as unknown as ChainReader;
  const ranges = new LogRanges(reader, startBlocks);
  let logs = 0;
  for (let next = 0; next <= last; ) {
    const range = await ranges.next(next, last, []);
    logs += range.logs.length;
    next = range.toBlock + 1;
  }
  return { asked, logs };
}

const logs = (count: number) => Array.from({ length: count }, () => aChainLog());
const refusal = (code: number) => Object.assign(new Error('could not coalesce error'), { error: { code } });
const tooLarge = Object.assign(new Error('server response 413'), {
  code: 'SERVER_ERROR',
  response: { statusCode: 413 },
});
const timeout = Object.assign(new Error('request timeout'), { code: 'TIMEOUT' });

describe('LogRanges', () => {
  it('grows while there is little', async () => {
    const { asked } = await readAll(69, () => [], 10);

    expect(asked).toEqual([
      [0, 9],
      [10, 29],
      [30, 69],
    ]);
  });

  it.each([
    ['-32005', refusal(-32005)],
    ['-32602', refusal(-32602)],
    ['-32000', refusal(-32000)],
    ['HTTP 413', tooLarge],
    ['a timeout', timeout],
  ])('shortens a range that is refused with %s, and misses no block', async (_how, error) => {
    const { asked, logs: found } = await readAll(
      63,
      (fromBlock, toBlock) => {
        if (toBlock - fromBlock >= 16) throw error;
        return logs(toBlock - fromBlock + 1);
      },
      64,
    );

    expect(found).toBe(64);
    expect(asked.slice(0, 3)).toEqual([
      [0, 63],
      [0, 31],
      [0, 15],
    ]);
  });

  it('does not believe an answer that stops at a round number', async () => {
    const { logs: found } = await readAll(
      99,
      (fromBlock, toBlock) => logs(Math.min(1_000, (toBlock - fromBlock + 1) * 30)),
      100,
    );

    expect(found).toBe(3_000);
  });

  it('passes a lost connection on', async () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

    await expect(
      readAll(9, () => {
        throw lost;
      }),
    ).rejects.toBe(lost);
  });

  it('passes on that a single block is refused', async () => {
    await expect(
      readAll(9, () => {
        throw refusal(-32000);
      }),
    ).rejects.toThrow('could not coalesce error');
  });
});
