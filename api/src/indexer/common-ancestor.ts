import type { BlockId } from '../store/chain-batch.js';

/** The newest remembered block of a chain, counted down from the top: 0 is the newest; null beyond the oldest. */
export type RememberedBlock = (skip: number) => Promise<BlockId | null>;

/**
 * The newest block that we remember and the chain still has; null when there is none. Below a block that the chain has,
 * it has every one, so the search gallops down and halves back up.
 */
export async function findCommonAncestor(
  remembered: RememberedBlock,
  isOnChain: (block: BlockId) => Promise<boolean>,
): Promise<BlockId | null> {
  const good = async (skip: number) => {
    const block = await remembered(skip);
    return block === null || (await isOnChain(block));
  };

  let low = -1; // gone from the chain
  let high = 0; // perhaps still there
  while (!(await good(high))) {
    low = high;
    high = high * 2 + 1;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await good(middle)) high = middle;
    else low = middle;
  }
  return remembered(high);
}
