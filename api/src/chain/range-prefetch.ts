/**
 * Runs `read` for one range after the other, several at a time, and hands the results out in order. Whoever takes them
 * decides how far it goes: no more than `atOnce` are under way or waiting to be taken.
 * @param endOf where a range that begins here would end now; what was learned from the answers may change it
 * @param read reads from a block up to another; it may stop short of it and say where
 */
export async function* readAhead<T extends { toBlock: number }>(
  fromBlock: number,
  lastBlock: number,
  atOnce: number,
  endOf: (fromBlock: number) => number,
  read: (fromBlock: number, toBlock: number) => Promise<T>,
): AsyncGenerator<T> {
  const underWay: { toBlock: number; result: Promise<T> }[] = [];
  let next = fromBlock;
  const start = (from: number, toBlock: number) => {
    const result = read(from, toBlock);
    // Somebody looks at it later; until then a failure is nobody's.
    result.catch(() => undefined);
    return { toBlock, result };
  };
  for (;;) {
    while (next <= lastBlock && underWay.length < atOnce) {
      const toBlock = Math.min(lastBlock, endOf(next));
      underWay.push(start(next, toBlock));
      next = toBlock + 1;
    }
    const first = underWay.shift();
    if (!first) return;
    const result = await first.result;
    // A range that was refused comes in parts: the rest of it is next.
    if (result.toBlock < first.toBlock) underWay.unshift(start(result.toBlock + 1, first.toBlock));
    yield result;
  }
}
