import { describe, expect, it } from '@jest/globals';
import { ChangeIterator } from '../../src/graphql/live/change-iterator.js';

/** An iterator over a value that the test changes. */
function watching(initial: number | null) {
  const state = { value: initial, reads: 0, isEnded: false };
  const read = async () => {
    state.reads += 1;
    return state.value;
  };
  const iterator = new ChangeIterator<number>(
    read,
    async (value) => `${value}`,
    () => {
      state.isEnded = true;
    },
  );
  const set = (value: number | null) => {
    state.value = value;
    iterator.wake();
  };
  return { iterator, state, set };
}

describe('a stream of changes', () => {
  it('begins with the present value', async () => {
    const { iterator } = watching(1);
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
  });

  it('gives a value again only when it is another one', async () => {
    const { iterator, set, state } = watching(1);
    await iterator.next();
    const next = iterator.next();
    set(1);
    await new Promise(setImmediate);
    expect(state.reads).toBe(2);
    set(2);
    expect(await next).toEqual({ done: false, value: 2 });
  });

  it('waits for what is not there yet', async () => {
    const { iterator, set } = watching(null);
    const next = iterator.next();
    await new Promise(setImmediate);
    set(3);
    expect(await next).toEqual({ done: false, value: 3 });
  });

  it('ends at once, also while it waits', async () => {
    const { iterator, state } = watching(1);
    await iterator.next();
    const next = iterator.next();
    await iterator.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(state.isEnded).toBe(true);
  });
});
