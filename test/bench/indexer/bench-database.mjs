import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';

/** CPU seconds of the server and of its connections that have ended; null where the system does not tell. */
function cpuSecondsOf(pid) {
  const stat = fs.existsSync(`/proc/${pid}/stat`) && fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  if (!stat) return null;
  // After the name in brackets: state, then numbers; user, system, and both of the children, in hundredths.
  const numbers = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return numbers.reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

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
  const lock = path.join(dataDir, 'database/cluster/postmaster.pid');
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  return {
    url: postgres.url,
    query,
    cpuSeconds: () => cpuSecondsOf(pid),
    async stop() {
      await postgres.stop();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
