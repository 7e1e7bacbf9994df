import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities.js';
import { migrations } from './migrations.js';
import { SnakeNaming } from './snake-naming.js';

/** How every process connects: the same tables, the same migrations, never `synchronize`. */
export function dataSourceOptions(databaseUrl: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url: databaseUrl,
    poolSize,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    applicationName: 'mandate',
  };
}

/** One connection holds the lock while another one migrates. */
const FEWEST_CONNECTIONS = 2;

/** A connected data source whose migrations are up to date. The caller destroys it. */
export async function openDataSource(databaseUrl: string, poolSize = 10): Promise<DataSource> {
  const connections = Math.max(poolSize, FEWEST_CONNECTIONS);
  const dataSource = await new DataSource(dataSourceOptions(databaseUrl, connections)).initialize();
  await migrate(dataSource);
  return dataSource;
}

/** One process migrates, the others wait for it: any number as first letters of "mandate". */
const MIGRATION_LOCK = 0x6d616e64;

/** Brings the schema up to date, once, also when several processes start together. */
export async function migrate(dataSource: DataSource): Promise<void> {
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
  } finally {
    await holder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await holder.release();
  }
}
