import type { PoolClient, QueryConfig } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

/**
 * Reads the database as it is at one moment, whatever is committed meanwhile: in one transaction, which is given to the
 * queries in place of the pool. It has one connection, so what is asked at once is answered one after the other.
 */
export async function inSnapshot<T>(dataSource: DataSource, work: (db: DataSource) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query('SET TRANSACTION READ ONLY');
    const snapshot: DataSource = Object.create(dataSource);
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = <R>(ask: () => Promise<R>): Promise<R> => {
      const answer = last.then(ask);
      last = answer.catch(() => undefined);
      return answer;
    };
    snapshot.query = (sql: string, parameters?: unknown[]) => inTurn(() => runner.query(sql, parameters));
    // Prepared statements are asked on a connection: it is the same one, and nobody gives it back.
    const client: PoolClient = await runner.connect();
    const connection = { query: (config: QueryConfig) => inTurn(() => client.query(config)) };
    const lent = { connect: async () => connection, release: async () => undefined };
    snapshot.createQueryRunner = () => lent as unknown as QueryRunner;
    return await work(snapshot);
  } finally {
    await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}
