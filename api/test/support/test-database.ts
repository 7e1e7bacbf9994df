import { DataSource } from 'typeorm';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { openDataSource } from '../../src/store/data-source.js';

/** A real, migrated PostgreSQL that is gone after `stop()`. */
export interface TestDatabase {
  url: string;
  dataSource: DataSource;
  stop(): Promise<void>;
}

/** Starts a database of its own for a test file. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const postgres = await startPostgres();
  const dataSource = await openDataSource(postgres.url);
  return {
    url: postgres.url,
    dataSource,
    stop: async () => {
      await dataSource.destroy();
      await postgres.stop();
    },
  };
}

/** Forgets every row, and leaves the schema. */
export async function emptyTables(dataSource: DataSource): Promise<void> {
  const tables = dataSource.entityMetadatas.filter(({ tableType }) => tableType === 'regular');
  await dataSource.query(`TRUNCATE ${tables.map(({ tableName }) => tableName).join(', ')} RESTART IDENTITY`);
}
