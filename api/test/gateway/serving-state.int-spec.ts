import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ServingStateQueries } from '../../src/gateway/serving-state.queries.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';
import { CHAIN_ID, ChainRows, GOVERNOR, POLICY_REGISTRY, RUN_REGISTRY } from './support/chain-rows.js';

const artifact = (digit: string) => `0x${digit.repeat(64)}`;

describe('what the rows order', () => {
  let database: TestDatabase;
  let queries: ServingStateQueries;
  let rows: ChainRows;

  beforeAll(async () => {
    database = await startTestDatabase();
    const contracts = { governor: GOVERNOR, policyRegistry: POLICY_REGISTRY, runRegistry: RUN_REGISTRY };
    queries = new ServingStateQueries(database.dataSource, { chainId: CHAIN_ID, ...contracts });
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    await emptyTables(database.dataSource);
    rows = new ChainRows(database.dataSource);
  });

  const activate = async (version: number) => {
    const run = await rows.startCanary(version, artifact(`${version}`));
    await rows.activate(run);
    return run;
  };

  it('falls back on nothing that a roll-back passed over', async () => {
    const first = await activate(1);
    const second = await activate(2);
    const third = await activate(3);
    expect((await queries.ofSubject('assistant'))?.earlier.map(({ runId }) => runId)).toEqual([
      second.runId,
      first.runId,
    ]);

    await rows.withdraw(third, 1);

    expect(await queries.ofSubject('assistant')).toMatchObject({ active: { runId: first.runId }, earlier: [] });
  });

  it('is not the base model while a version is in force whose run is unknown', async () => {
    await activate(1);
    await database.dataSource.query('DELETE FROM receipt_submitted');

    await expect(queries.ofSubject('assistant')).rejects.toThrow('version 1 of assistant is in force');
  });

  it('takes no rollout from the policy registry of somebody else', async () => {
    rows.contracts = { ...rows.contracts, policyRegistry: '0x6000000000000000000000000000000000000006' };
    await rows.startCanary(1, artifact('1'));

    expect((await queries.ofSubject('assistant'))?.canary).toBeNull();
  });
});
