import { describe, expect, it } from '@jest/globals';
import { findCommonAncestor } from '../../src/indexer/common-ancestor.js';
import type { BlockId } from '../../src/store/chain-batch.js';

/** Blocks 0, 10, 20 … are remembered; the chain still has those up to `kept`. */
async function ancestorOf(count: number, kept: number): Promise<{ ancestor: BlockId | null; questions: number }> {
  const blocks = Array.from({ length: count }, (_, index) => ({ number: index * 10, hash: `0x${index}` })).reverse();
  let questions = 0;
  const ancestor = await findCommonAncestor(
    async (skip) => blocks[skip] ?? null,
    async ({ number }) => {
      questions += 1;
      return number <= kept;
    },
  );
  return { ancestor, questions };
}

describe('findCommonAncestor', () => {
  it.each(Array.from({ length: 12 }, (_, kept) => kept * 10))(
    'finds block %i, wherever the chain forked',
    async (kept) => {
      expect((await ancestorOf(12, kept)).ancestor?.number).toBe(kept);
    },
  );

  it('finds none on another chain', async () => {
    expect((await ancestorOf(12, -1)).ancestor).toBeNull();
  });

  it('finds none where nothing is remembered', async () => {
    expect((await ancestorOf(0, 100)).ancestor).toBeNull();
  });

  it('asks the chain a handful of times, however deep the fork', async () => {
    const { ancestor, questions } = await ancestorOf(100_000, 420);

    expect(ancestor?.number).toBe(420);
    expect(questions).toBeLessThan(40);
  });
});
