import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DelegateEntity, DelegationEntity } from '../../src/store/delegate.entity.js';
import type { FactRow } from '../../src/store/fact-row.js';
import { FactStore } from '../../src/store/fact-store.js';
import { DelegateChangedEntity, DelegateVotesChangedEntity } from '../../src/store/token.entity.js';
import { aBatch, aFact, aPosition } from '../builders/a-fact.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

const [ALICE, BOB, CAROL] = ['0xA', '0xB', '0xC'] as const;
const NOBODY = '0x0000000000000000000000000000000000000000';

let database: TestDatabase;
let store: FactStore;
let block: number;

beforeAll(async () => {
  database = await startTestDatabase();
  store = new FactStore(database.dataSource);
});

afterAll(() => database?.stop());

beforeEach(async () => {
  await emptyTables(database.dataSource);
  block = 0;
});

type Happening = (blockNumber: number, log: number) => FactRow;

const delegates =
  (delegator: string, fromDelegate: string, toDelegate: string): Happening =>
  (blockNumber, log) =>
    aFact(DelegateChangedEntity, { ...aPosition(blockNumber, log), delegator, fromDelegate, toDelegate });
const votes =
  (delegate: string, previousVotes: bigint, newVotes: bigint): Happening =>
  (blockNumber, log) =>
    aFact(DelegateVotesChangedEntity, { ...aPosition(blockNumber, log), delegate, previousVotes, newVotes });

/** The next block. */
async function happens(...what: Happening[]): Promise<void> {
  block += 1;
  await store.commit(
    aBatch(
      block,
      what.map((one, log) => one(block, log)),
    ),
  );
}

async function rollBackTo(number: number): Promise<void> {
  await store.rollBack(31337, aBatch(number).last);
  block = number;
}

/** Account, votes, delegators. */
async function power(): Promise<[string, bigint, number][]> {
  const rows = await database.dataSource.getRepository(DelegateEntity).find({ order: { account: 'ASC' } });
  return rows.map(({ account, votes: weight, delegatorsCount }) => [account, weight, delegatorsCount]);
}

async function choices(): Promise<[string, string][]> {
  const rows = await database.dataSource.getRepository(DelegationEntity).find({ order: { delegator: 'ASC' } });
  return rows.map(({ delegator, delegate }) => [delegator, delegate]);
}

describe('delegates', () => {
  it('are what the last event says, also when many come in one transaction', async () => {
    await happens(delegates(ALICE, NOBODY, BOB), votes(BOB, 0n, 5n));
    await happens(
      delegates(ALICE, BOB, CAROL),
      votes(BOB, 5n, 0n),
      votes(CAROL, 0n, 5n),
      delegates(ALICE, CAROL, ALICE),
      votes(CAROL, 5n, 0n),
      votes(ALICE, 0n, 4n),
      votes(ALICE, 4n, 5n),
    );

    expect(await choices()).toEqual([[ALICE, ALICE]]);
    expect(await power()).toEqual([
      [ALICE, 5n, 1],
      [BOB, 0n, 0],
      [CAROL, 0n, 0],
    ]);
  });

  it('count nobody twice who chooses the same again', async () => {
    await happens(delegates(ALICE, NOBODY, BOB));
    await happens(delegates(ALICE, BOB, BOB), delegates(ALICE, BOB, BOB));

    expect(await power()).toEqual([[BOB, 0n, 1]]);
  });

  it('count by what was chosen, not by what a token says was chosen before', async () => {
    await happens(delegates(ALICE, NOBODY, BOB));
    await happens(delegates(ALICE, CAROL, ALICE));

    expect(await power()).toEqual([[ALICE, 0n, 1]]);
  });

  it('lose who delegates to nobody, and are forgotten when nothing is left of them', async () => {
    await happens(delegates(ALICE, NOBODY, BOB));
    await happens(delegates(ALICE, BOB, NOBODY));

    expect(await choices()).toEqual([[ALICE, NOBODY]]);
    expect(await power()).toEqual([]);
  });

  it('go back with a reorg to what was before it, and forward on the other branch', async () => {
    await happens(delegates(ALICE, NOBODY, BOB), votes(BOB, 0n, 5n));
    await happens(delegates(ALICE, BOB, CAROL), votes(BOB, 5n, 0n), votes(CAROL, 0n, 5n), delegates(BOB, NOBODY, BOB));

    await rollBackTo(1);

    expect(await choices()).toEqual([[ALICE, BOB]]);
    expect(await power()).toEqual([[BOB, 5n, 1]]);
    await happens(delegates(CAROL, NOBODY, BOB));
    expect(await power()).toEqual([[BOB, 5n, 2]]);
  });

  it('are gone when nothing of the chain is left', async () => {
    await happens(delegates(ALICE, NOBODY, BOB), votes(BOB, 0n, 5n));

    await store.rollBack(31337, null);

    expect([await choices(), await power()]).toEqual([[], []]);
  });

  it('do not go back in time when an organization that is added later brings older events again', async () => {
    const early = [delegates(ALICE, NOBODY, BOB), votes(BOB, 0n, 5n)];
    await happens(...early);
    await happens(delegates(ALICE, BOB, CAROL), votes(BOB, 5n, 0n), votes(CAROL, 0n, 5n));
    await database.dataSource.query(
      `INSERT INTO organization (slug, name, chain_id, governor, token, timelock, start_block)
       VALUES ('late', 'Late', 31337, '0x1', '0x2', '0x3', 0)`,
    );
    const again = aBatch(
      1,
      early.map((one, log) => one(1, log)),
    );

    await store.commitBackfill({ ...again, slugs: ['late'] }, 'late', null);

    expect(await choices()).toEqual([[ALICE, CAROL]]);
    expect(await power()).toEqual([
      [BOB, 0n, 0],
      [CAROL, 5n, 1],
    ]);
  });
});
