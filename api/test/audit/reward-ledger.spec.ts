import { describe, expect, it } from '@jest/globals';
import { type RewardEvent, RewardLedger } from '../../src/audit/nouns/reward-ledger.js';

const event = (kind: RewardEvent['kind'], at: bigint, changes: Partial<RewardEvent> = {}): RewardEvent => ({
  ...{ kind, at, account: 'ada', amount: 0n, ratePerSecond: 0n, periodEndsAt: 0n },
  ...changes,
});

function ledgerOf(...events: RewardEvent[]): RewardLedger {
  const ledger = new RewardLedger();
  for (const one of events) ledger.add(one);
  return ledger;
}

const stream = event('notified', 100n, { ratePerSecond: 10n, periodEndsAt: 200n });

describe('rewards', () => {
  it('are shared by the stake that each has while they flow', () => {
    const ledger = ledgerOf(
      event('staked', 50n, { amount: 1n }),
      stream,
      event('staked', 110n, { account: 'bob', amount: 3n }),
    );

    expect(new Map(ledger.earnedAt(150n))).toEqual(
      new Map([
        ['ada', 200n],
        ['bob', 300n],
      ]),
    );
  });

  it('end with their period', () => {
    expect(ledgerOf(event('staked', 50n, { amount: 7n }), stream).earnedAt(10_000n)).toEqual([['ada', 999n]]);
  });

  it('are for nobody while nobody stakes', () => {
    expect(ledgerOf(stream, event('staked', 150n, { amount: 1n })).earnedAt(160n)).toEqual([['ada', 100n]]);
  });

  it('are gone once they are claimed', () => {
    const ledger = ledgerOf(event('staked', 50n, { amount: 1n }), stream, event('claimed', 150n, { amount: 500n }));

    expect(ledger.earnedAt(151n)).toEqual([['ada', 10n]]);
  });
});
