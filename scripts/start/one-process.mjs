// One process of the API alone: what it is told, where the environment does not say it. The local stack is the default.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runLogged } from '../lib/commands.mjs';
import { assertPortsFree } from '../lib/ports.mjs';
import { runningPostgres, startPostgres } from '../lib/postgres.mjs';
import { prepareInputs } from './inputs.mjs';
import { environmentOf, organizationsFile } from './services.mjs';
import { readSettings, urlsOf } from './settings.mjs';

const present = (environment) => Object.fromEntries(Object.entries(environment).filter(([, value]) => value));

/**
 * @param {'indexer' | 'graphql' | 'executor' | 'gateway' | 'audit'} name
 * @param {NodeJS.ProcessEnv} environment what it says goes before every default
 * @param {{listens?: boolean}} [options] whether the process opens its door
 * @returns {Promise<{env: NodeJS.ProcessEnv, database: {stop: () => Promise<void>, exited: Promise<number>} | null}>} the
 *   database when it was started for this process
 */
export async function prepareProcess(name, environment, say, { listens = true } = {}) {
  const settings = readSettings();
  if (listens) await assertPortsFree({ [`${name} (${name.toUpperCase()}_PORT)`]: settings.ports[name] });
  const given = present(environment);
  const local = given.MANDATE_CONFIG ? {} : await localStack(settings);
  if (['executor', 'gateway'].includes(name) && !given.WORKER_COMMAND) await prepareWorker(settings, say);
  const database = given.DATABASE_URL ? null : await embeddedDatabase(settings.dataDir, say);
  return {
    env: { ...local, ...given, DATABASE_URL: given.DATABASE_URL ?? database.url },
    database: database?.own ?? null,
  };
}

/** What `npm start` tells its processes, for one that is to join the local stack. */
async function localStack(settings) {
  const file = organizationsFile(settings.dataDir);
  if (!existsSync(file)) {
    throw new Error(
      `MANDATE_CONFIG is not set, and ${settings.dataDir} holds no local stack: set it to the path of a JSON or YAML file that lists organizations, or run npm start once.`,
    );
  }
  const { rpcUrl } = urlsOf(settings);
  if (!(await answers(rpcUrl))) {
    throw new Error(`The local chain does not answer at ${rpcUrl}: run npm start, or set MANDATE_CONFIG.`);
  }
  return environmentOf(settings, '');
}

async function answers(rpcUrl) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  const headers = { 'content-type': 'application/json' };
  try {
    return (await fetch(rpcUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

async function prepareWorker(settings, say) {
  const logFile = path.join(settings.dataDir, 'logs/setup-worker.log');
  const { code, output } = await runLogged([process.execPath, 'scripts/setup-worker.mjs'], { logFile, onLine: say });
  if (code !== 0) throw new Error(output.trimEnd().split('\n').at(-1));
  await prepareInputs(settings.inputsDir, say);
}

/** Joins the database that another process has started; without one, starts it for as long as this process lives. */
async function embeddedDatabase(dataDir, say) {
  const directory = path.join(dataDir, 'database');
  const url = runningPostgres(directory);
  if (url) return { url };
  try {
    const own = await startPostgres({ dataDir: directory });
    say(`DATABASE_URL is not set: started the embedded database in ${directory}; it ends with this process.`);
    return { url: own.url, own };
  } catch (error) {
    // Two processes that start at the same moment: the slower one joins.
    const faster = runningPostgres(directory);
    if (faster) return { url: faster };
    throw error;
  }
}
