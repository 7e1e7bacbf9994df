import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';

/** A PostgreSQL that writes through to the disk, as in production; its data is gone after `stop()`. */
export async function startBenchDatabase() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-bench-'));
  // The server may run as another user, who has to get in.
  fs.chmodSync(dataDir, 0o755);
  const postgres = await startPostgres({ dataDir: path.join(dataDir, 'database') });
  const query = async (sql) => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const [{ fsync }] = await query('SHOW fsync');
  if (fsync !== 'on') throw new Error(`The bench measures a database with fsync on; it is ${fsync}.`);
  return {
    url: postgres.url,
    query,
    async stop() {
      await postgres.stop();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
