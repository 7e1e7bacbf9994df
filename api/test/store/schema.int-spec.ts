import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { openDataSource } from '../../src/store/data-source.js';
import { migrations } from '../../src/store/migrations.js';

let postgres: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

describe('the schema', () => {
  it('is made once when several processes start together', async () => {
    const sources = await Promise.all([1, 2, 3].map(() => openDataSource(postgres.url, 2)));

    const applied = await sources[0]?.query('SELECT name FROM migrations ORDER BY id');
    await Promise.all(sources.map((source) => source.destroy()));

    expect(applied).toEqual(migrations.map(({ name }) => ({ name })));
  });

  it('is what the entities say: a migration generated now would be empty', async () => {
    const source = await openDataSource(postgres.url, 2);

    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();

    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('migrates also for a caller who asks for one connection', async () => {
    const dataSource = await openDataSource(postgres.url, 1);

    expect(await dataSource.showMigrations()).toBe(false);
    await dataSource.destroy();
  });

  it('can be taken back, migration by migration, and made again', async () => {
    const source = await openDataSource(postgres.url, 2);
    for (const _ of migrations) await source.undoLastMigration();
    const left = await source.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );

    await source.runMigrations();
    const tables = await source.query('SELECT count(*)::int AS count FROM vote_cast');
    await source.destroy();

    expect(left).toEqual([]);
    expect(tables).toEqual([{ count: 0 }]);
  });
});
