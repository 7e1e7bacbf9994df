import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BlockGone } from '../../src/audit/audit-errors.js';
import { inSnapshot } from '../../src/audit/index-snapshot.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { TestDao } from '../support/test-dao.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';
import { AuditedIndex } from './support/audited-index.js';

let chain: TestChain;
let dao: TestDao;
let database: TestDatabase;
let index: AuditedIndex;

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  dao = await TestDao.found(chain);
  index = AuditedIndex.of(database, dao.organization());
  await index.catchUp();
}, 300_000);

afterAll(async () => {
  index?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

const COUNT = 'SELECT count(*)::int AS count FROM worker_admitted';

describe('the moment of an audit', () => {
  it('stays the same for all that is read, whatever is committed meanwhile', async () => {
    const [before, after] = await inSnapshot(database.dataSource, async (db) => {
      const first = await db.query(COUNT);
      await database.dataSource.query('UPDATE worker_admitted SET block_number = block_number + 1000');
      const second = await Promise.all([db.query(COUNT), db.query('SELECT max(block_number) FROM worker_admitted')]);
      return [first, second];
    });

    expect(after[0]).toEqual(before);
    expect(Number(after[1][0].max)).toBeLessThan(1_000);
    await database.dataSource.query('UPDATE worker_admitted SET block_number = block_number - 1000');
  });

  it('writes nothing', async () => {
    const write = inSnapshot(database.dataSource, (db) => db.query('DELETE FROM worker_admitted'));

    await expect(write).rejects.toThrow(/read-only transaction/);
  });

  it('is another one while a reorg is repaired, and is refused when it is not', async () => {
    const founded = await chain.snapshot();
    await dao.propose(0, 'Gone');
    await index.catchUp();
    await chain.revertTo(founded);
    await chain.mine(3);

    await expect(index.audit().run('acme')).rejects.toThrow(BlockGone);

    const report = index.audit().run('acme');
    await index.catchUp();
    expect((await report).differences).toEqual([]);
  }, 60_000);
});
