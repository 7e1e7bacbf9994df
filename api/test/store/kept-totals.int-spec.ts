import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PROPOSAL_STATES } from '../../src/queries/proposal.js';
import { ProposalQueries } from '../../src/queries/proposal.queries.js';
import { FactStore } from '../../src/store/fact-store.js';
import { TokenTransferEntity } from '../../src/store/token.entity.js';
import { aBatch, aFact, aPosition } from '../builders/a-fact.js';
import { MadeUpGovernance } from '../builders/made-up-governance.js';
import { Seeded } from '../indexer/decoder-fuzz.js';
import { expectTotalsKept } from '../support/kept-totals.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOBODY = '0x0000000000000000000000000000000000000000';

let database: TestDatabase;
let store: FactStore;

beforeAll(async () => {
  database = await startTestDatabase();
  store = new FactStore(database.dataSource);
});

afterAll(() => database?.stop());

beforeEach(() => emptyTables(database.dataSource));

const kept = () => expectTotalsKept(database.dataSource);

describe('what is kept beside the facts', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'is what the facts add up to, whatever happens and whatever a reorg takes back (seed %d)',
    async (seed) => {
      const random = new Seeded(seed);
      const governance = new MadeUpGovernance(random);
      await governance.found(database.dataSource);
      let block = 0;
      for (let step = 0; step < 60; step += 1) {
        const depth = random.below(4) === 0 ? 1 + random.below(6) : 0;
        if (depth > 0 && depth < block) {
          block -= depth;
          await store.rollBack(31337, aBatch(block).last);
        } else {
          block += 1;
          await store.commit(aBatch(block, governance.factsOf(block)));
        }
        await kept();
      }
      await store.rollBack(31337, null);
      await kept();
    },
    60_000,
  );

  it('lists each proposal under the state that the proposal itself has', async () => {
    const governance = new MadeUpGovernance(new Seeded(11));
    const organization = await governance.found(database.dataSource);
    const queries = new ProposalQueries(database.dataSource);
    const seen = new Set<string>();

    for (let block = 1; block <= 150; block += 1) {
      await store.commit(aBatch(block, governance.factsOf(block)));
      if (block % 3 !== 0) continue;
      const all = await queries.page(organization, null, { limit: 100 });
      for (const state of PROPOSAL_STATES) {
        const page = await queries.page(organization, { state }, { limit: 100 });
        const ids = page.nodes.map(({ id }) => id);
        expect([state, ids]).toEqual([state, all.nodes.filter((one) => one.state === state).map(({ id }) => id)]);
        expect(page.pageInfo.count).toBe(ids.length);
        if (ids.length > 0) seen.add(state);
      }
    }
    expect([...seen].sort()).toEqual([...PROPOSAL_STATES].sort());
  });
});

describe('the supply of a token', () => {
  const mints = (block: number, log: number, amount: bigint) =>
    aFact(TokenTransferEntity, { ...aPosition(block, log), from: NOBODY, to: '0xA', amount });
  const burns = (block: number, log: number, amount: bigint) =>
    aFact(TokenTransferEntity, { ...aPosition(block, log), from: '0xA', to: NOBODY, amount });
  const supplies = () => database.dataSource.query('SELECT block_number, supply FROM token_supply ORDER BY 1');

  it('is kept for each block that changes it, and not for those that only move tokens', async () => {
    await store.commit(aBatch(1, [mints(1, 0, 100n), burns(1, 1, 30n)]));
    const moved = aFact(TokenTransferEntity, { ...aPosition(2, 0), from: '0xA', to: '0xB', amount: 5n });
    await store.commit(aBatch(2, [moved]));
    await store.commit(aBatch(3, [burns(3, 0, 20n)]));

    expect(await supplies()).toEqual([
      { block_number: '1', supply: '70' },
      { block_number: '3', supply: '50' },
    ]);
  });

  it('is put right when an organization that is added later brings older mints', async () => {
    await store.commit(aBatch(1));
    await store.commit(aBatch(2));
    await store.commit(aBatch(3, [mints(3, 0, 10n)]));
    await database.dataSource.query(
      `INSERT INTO organization (slug, name, chain_id, governor, token, timelock, start_block)
       VALUES ('late', 'Late', 31337, '0x1', '0x2', '0x3', 0)`,
    );
    const early = aBatch(3, [mints(1, 0, 100n), burns(2, 0, 1n), mints(3, 0, 10n), mints(3, 1, 7n)]);

    await store.commitBackfill({ ...early, fromBlock: 1, slugs: ['late'] }, 'late', null);

    expect(await supplies()).toEqual([
      { block_number: '1', supply: '100' },
      { block_number: '2', supply: '99' },
      { block_number: '3', supply: '116' },
    ]);
    await kept();
  });
});
