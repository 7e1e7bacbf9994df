import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { differenceLine } from '../../src/audit/audit-report.js';
import { auditedNouns } from '../../src/audit/audited-nouns.js';
import type { OrganizationReport } from '../../src/audit/organization-audit.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { TestDao } from '../support/test-dao.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';
import { AuditedIndex } from './support/audited-index.js';
import { BusyStory } from './support/busy-story.js';
import { type Corruption, corruptions } from './support/corruptions.js';

let chain: TestChain;
let dao: TestDao;
let database: TestDatabase;
let index: AuditedIndex;

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  dao = await TestDao.found(chain);
  await new BusyStory(dao).tell();
  index = AuditedIndex.of(database, dao.organization());
  await index.catchUp();
}, 600_000);

afterAll(async () => {
  index?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

/** Where each difference is. */
const places = ({ differences }: OrganizationReport) =>
  differences.map(({ noun, what, cell }) => `${noun} · ${what} · ${cell}`);

const cellsOf = ({ nouns }: OrganizationReport) => nouns.reduce((sum, { cells }) => sum + cells, 0);

/** Does something to a table for as long as the work takes. */
async function whileWrong<T>({ table, sql }: Pick<Corruption, 'table' | 'sql'>, work: () => Promise<T>): Promise<T> {
  const { dataSource } = database;
  await dataSource.query(`CREATE TABLE intact AS TABLE ${table}`);
  try {
    await dataSource.query(sql);
    return await work();
  } finally {
    await dataSource.query(`TRUNCATE ${table}`);
    await dataSource.query(`INSERT INTO ${table} TABLE intact`);
    await dataSource.query('DROP TABLE intact');
  }
}

describe('the audit of a busy organization', () => {
  it('finds nothing that differs, whatever the clock of the story stands at', async () => {
    const report = await index.audit().run('acme');

    expect(report.differences).toEqual([]);
    expect(report.nouns.map(({ noun }) => noun)).toEqual(auditedNouns.map(({ name }) => name));
    expect(cellsOf(report)).toBeGreaterThan(500);
    expect(report).toMatchObject({ blockNumber: await chain.provider.getBlockNumber(), behind: 0 });
  });

  it.each(corruptions)('finds and names $table: $named', async (corruption) => {
    const report = await whileWrong(corruption, () => index.audit().run('acme'));

    expect(places(report)).toContainEqual(expect.stringMatching(corruption.named));
  });

  it('says what is indexed and what the chain holds', async () => {
    const corruption = { table: 'bond_deposited', sql: 'UPDATE bond_deposited SET bond = 5', named: /bond/ };
    const report = await whileWrong(corruption, () => index.audit().run('acme'));

    const [difference] = report.differences;
    expect(difference && differenceLine('acme', difference)).toMatch(
      /^acme: worker 0x\w{40}: bond: indexed 5, chain 20000000000000000000000$/,
    );
  });

  it('is of the block that the index is at while the head is far away', async () => {
    const sql = "UPDATE chain_cursor SET head_number = head_number + 1000, head_at = head_at + interval '10 years'";
    const report = await whileWrong({ table: 'chain_cursor', sql }, () => index.audit().run('acme'));

    expect(report.differences).toEqual([]);
    expect(report.behind).toBe(1_000);
  });

  it('asks in few requests', async () => {
    const send = jest.spyOn(index.reader.provider, '_send');
    const report = await index.audit().run('acme');

    expect(cellsOf(report) / send.mock.calls.length).toBeGreaterThan(15);
    send.mockRestore();
  });
});
