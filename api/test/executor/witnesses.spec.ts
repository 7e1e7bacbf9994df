import { describe, expect, it } from '@jest/globals';
import type { ChainReader } from '../../src/chain/chain-reader.js';
import { WitnessesDisagree, WitnessesMissing } from '../../src/executor/refusals.js';
import { Witnesses } from '../../src/executor/witnesses.js';

const hash = (digit: string) => `0x${digit.repeat(64)}`;
const registry = `0x${'2'.repeat(40)}`;
const order = { runId: hash('a'), orderBlockNumber: 5, orderBlockHash: hash('5') };

interface View {
  head?: number;
  finalized?: number;
  orderHash?: string;
  state?: string;
}

/** An endpoint that sees the chain in its own way. */
const aReader = ({ head = 10, finalized = 8, orderHash = hash('5'), state = '0x1' }: View = {}) =>
  ({
    head: async () => ({ number: head }),
    finalized: async () => ({ number: finalized }),
    findBlock: async (number: number) =>
      number > head ? null : { number, hash: number === 5 ? orderHash : hash('b') },
    rpc: { request: async () => state },
  }) as unknown as ChainReader;
const dead = { head: () => Promise.reject(new Error('ECONNREFUSED')) } as unknown as ChainReader;
const among = (...readers: ChainReader[]) => new Witnesses(1, readers);

describe('the endpoints of a chain', () => {
  it.each([
    ['final when both have it so', among(aReader(), aReader()), 'final'],
    ['final with a third that does not answer', among(aReader(), dead, aReader()), 'final'],
    ['pending while one of them is behind', among(aReader(), aReader({ head: 5, finalized: 3 })), 'pending'],
    ['gone when all have another in its place', among(aReader({ orderHash: hash('6') })), 'gone'],
  ])('have the block of an order as %s', async (_what, witnesses, standing) => {
    expect(await witnesses.standingOf(5, hash('5'))).toBe(standing);
  });

  it.each([
    [
      'one has another block there',
      [aReader(), aReader({ orderHash: hash('6') })],
      WitnessesDisagree,
      'agree on block 5',
    ],
    [
      'one has another state',
      [aReader(), aReader({ state: '0x2' })],
      WitnessesDisagree,
      `the state of run ${hash('a')}`,
    ],
    ['one has it not final', [aReader(), aReader({ finalized: 4 })], WitnessesDisagree, 'whether block 5 is final'],
    ['one does not answer', [aReader(), dead], WitnessesMissing, '1 of 2 endpoints of chain 1 tell'],
    ['two of three differ', [aReader(), aReader(), aReader({ state: '0x2' })], WitnessesDisagree, 'do not agree'],
  ])('keep us from acting when %s', async (_what, readers, kind, sentence) => {
    const asked = among(...readers).assertAgreed(order, registry);
    await expect(asked).rejects.toThrow(kind);
    await expect(asked).rejects.toThrow(sentence);
  });

  it('let us act when they agree, and when there is only one', async () => {
    await expect(among(aReader(), aReader({ head: 12 })).assertAgreed(order, registry)).resolves.toBeUndefined();
    await expect(among(aReader()).assertAgreed(order, registry)).resolves.toBeUndefined();
  });
});
