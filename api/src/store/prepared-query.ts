import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { clientOf } from './copy/copy-staged.js';

const names = new Map<string, string>();

/** The same text has the same name on every connection, and no other text has it. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (!name) {
    name = `mandate ${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
    names.set(sql, name);
  }
  return name;
}

/**
 * Runs a query whose text never changes: each connection plans it a few times and then keeps the plan. Worth it where
 * planning takes as long as running; a text that is put together anew for each question would fill the server's memory.
 */
export async function queryPrepared<T>(db: DataSource, sql: string, values: unknown[]): Promise<T[]> {
  const runner = db.createQueryRunner();
  try {
    const client: PoolClient = await runner.connect();
    const { rows } = await client.query({ name: nameOf(sql), text: sql, values });
    return rows as T[];
  } finally {
    await runner.release();
  }
}

/** The same on the connection of a transaction. */
export async function queryPreparedIn<T>(manager: EntityManager, sql: string, values: unknown[]): Promise<T[]> {
  const { rows } = await (await clientOf(manager)).query({ name: nameOf(sql), text: sql, values });
  return rows as T[];
}
