import { ApiProcess } from '../world/api-process.mjs';
import { OwnDatabase } from '../world/own-database.mjs';

const INDEXERS = 10;
const DOORS = 10;
/** Twenty processes share a machine that may have two cores. */
const READY_SECONDS = 180;

/**
 * Starts twenty processes at the same moment over an empty database: it is migrated once, and all come up.
 * @param {{straightConfig: string}} world a chain with our contracts
 * @returns {Promise<{figures: string, broken: string[]}>}
 */
export async function startTogether({ straightConfig }) {
  const database = await OwnDatabase.start();
  const processes = [];
  try {
    const names = [...Array(INDEXERS).fill('indexer'), ...Array(DOORS).fill('graphql')];
    const environment = { DATABASE_URL: database.url, MANDATE_CONFIG: straightConfig };
    const startedAt = performance.now();
    processes.push(...(await Promise.all(names.map((name) => ApiProcess.start(name, environment)))));
    const endings = await Promise.allSettled(processes.map((process) => process.untilReady(READY_SECONDS)));
    const failures = endings.flatMap(({ reason }) => (reason ? [reason.message] : []));
    const figures = `all looked at after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    return { figures, broken: [...failures, ...(await twiceMigrated(database))] };
  } finally {
    await Promise.all(processes.map((process) => process.stop()));
    await database.stop();
  }
}

async function twiceMigrated(database) {
  const rows = await database.query('SELECT name, count(*)::int AS count FROM migrations GROUP BY name');
  const twice = rows.filter(({ count }) => count !== 1);
  if (rows.length === 0) return ['no migration ran'];
  return twice.map(({ name, count }) => `migration ${name} ran ${count} times`);
}
