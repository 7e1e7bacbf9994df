import { describe, expect, it } from '@jest/globals';
import { readAhead } from '../../src/chain/range-prefetch.js';

/** Ranges of ten blocks; answers when told to. */
function aReader() {
  const asked: [number, number][] = [];
  const answers: ((toBlock?: number) => void)[] = [];
  const read = (fromBlock: number, toBlock: number) => {
    asked.push([fromBlock, toBlock]);
    return new Promise<{ fromBlock: number; toBlock: number }>((resolve) => {
      answers.push((end = toBlock) => resolve({ fromBlock, toBlock: end }));
    });
  };
  return { asked, answers, ranges: (last: number) => readAhead(0, last, 3, (from) => from + 9, read) };
}

describe('readAhead', () => {
  it('asks for as many ranges as it may, and for the next one when one is taken', async () => {
    const { asked, answers, ranges } = aReader();
    const taken = ranges(99);
    const first = taken.next();
    expect(asked).toEqual([
      [0, 9],
      [10, 19],
      [20, 29],
    ]);

    answers[0]?.();
    expect((await first).value).toEqual({ fromBlock: 0, toBlock: 9 });
    void taken.next();

    expect(asked.at(-1)).toEqual([30, 39]);
  });

  it('hands out in order what is answered out of order', async () => {
    const { answers, ranges } = aReader();
    const taken = ranges(29);
    const first = taken.next();
    for (const answer of answers.toReversed()) answer();

    const found = [await first, await taken.next(), await taken.next(), await taken.next()];

    expect(found.map(({ value }) => value?.fromBlock)).toEqual([0, 10, 20, undefined]);
  });

  it('goes on with the rest of a range that came in part, before the next one', async () => {
    const { asked, answers, ranges } = aReader();
    const taken = ranges(19);
    const first = taken.next();
    answers[0]?.(3);
    await first;
    const second = taken.next();
    answers.at(-1)?.();

    expect(asked).toEqual([
      [0, 9],
      [10, 19],
      [4, 9],
    ]);
    expect((await second).value).toEqual({ fromBlock: 4, toBlock: 9 });
  });

  it('passes a failure on when its turn comes', async () => {
    const failing = readAhead(
      0,
      29,
      3,
      (from) => from + 9,
      async (fromBlock, toBlock) => {
        if (fromBlock === 10) throw new Error('lost');
        return { toBlock };
      },
    );

    expect((await failing.next()).value).toEqual({ toBlock: 9 });
    await expect(failing.next()).rejects.toThrow('lost');
  });
});
