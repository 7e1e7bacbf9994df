import type { DataSource } from 'typeorm';

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
    snapshot.query = (sql: string, parameters?: unknown[]) => {
      const answer = last.then(() => runner.query(sql, parameters));
      last = answer.catch(() => undefined);
      return answer;
    };
    return await work(snapshot);
  } finally {
    await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}
