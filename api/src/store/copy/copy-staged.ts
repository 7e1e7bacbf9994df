import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { copyIn } from './copy-in.js';
import { copyTableOf } from './copy-table.js';

/** The connection that a transaction has. */
export function clientOf(manager: EntityManager): Promise<PoolClient> {
  if (!manager.queryRunner) throw new Error('rows are copied within a transaction');
  return manager.queryRunner.connect();
}

/** Copies rows into a table of the transaction's own, and from there into theirs, as `onConflict` says; returns what that returns. */
export async function copyRowsInto<T>(
  manager: EntityManager,
  entity: new () => object,
  rows: object[],
  onConflict: string,
): Promise<T[]> {
  const table = copyTableOf(manager.connection, entity);
  const staged = `staged_${table.name}`;
  await manager.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${staged} (LIKE ${table.name} INCLUDING DEFAULTS) ON COMMIT DROP; TRUNCATE ${staged}`,
  );
  await copyIn(await clientOf(manager), [table.rows(rows, staged)]);
  return manager.query(
    `INSERT INTO ${table.name} (${table.columns}) SELECT ${table.columns} FROM ${staged} ${onConflict}`,
  );
}
