/** While somebody uses the chain, and a while after, time passes second by second. */
const busySeconds = 120;
/** Else seldom: an empty block is kept for ever, and a stack may stand for days. */
const idleSeconds = 10;

/**
 * Whether an empty block is due.
 * @param {{now: number, lastBlockAt: number, lastUseAt: number, blockTime: number}} seconds all in wall-clock seconds
 */
export function isBlockDue({ now, lastBlockAt, lastUseAt, blockTime }) {
  const pause = now - lastUseAt < busySeconds ? blockTime : idleSeconds;
  return now - lastBlockAt >= pause;
}

/**
 * Makes empty blocks, so that time passes without transactions. A transaction makes its block at once, by the chain itself.
 * @param {(method: string, ...params: unknown[]) => Promise<any>} call asks the chain
 * @returns {{stop: () => void}}
 */
export function startBlockClock(call, blockTime) {
  const seconds = () => performance.now() / 1000;
  let head = null;
  let lastBlockAt = seconds();
  let lastUseAt = seconds();
  let isAsking = false;

  const look = async () => {
    const block = await call('eth_getBlockByNumber', 'latest', false);
    if (block.hash !== head && block.transactions.length > 0) lastUseAt = seconds();
    head = block.hash;
    if (!isBlockDue({ now: seconds(), lastBlockAt, lastUseAt, blockTime })) return;
    lastBlockAt = seconds();
    await call('evm_mine');
  };
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    // A chain that does not answer is reported by whoever watches over its process.
    look()
      .catch(() => {})
      .finally(() => {
        isAsking = false;
      });
  }, blockTime * 1000);
  return { stop: () => clearInterval(timer) };
}
