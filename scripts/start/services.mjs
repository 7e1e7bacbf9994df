// The API's processes: the same ones that `npm run indexer`, `graphql`, `executor` and `gateway` start.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeOptionsOf } from '../lib/node-options.mjs';
import { developmentKeys } from './development-keys.mjs';
import { workerCommand } from './inputs.mjs';
import { root } from './settings.mjs';
import { localWorkerCommand } from './worker-command.mjs';

/** Starts the four processes and waits until each says that it is ready. */
export async function startServices(processes, settings, { databaseUrl, deployment, rpcUrl }, say) {
  writeOrganizations(settings.dataDir, deployment, rpcUrl);
  const command = localWorkerCommand(deployment.chainId, say);
  const env = { ...process.env, ...environmentOf(settings, databaseUrl), WORKER_COMMAND: JSON.stringify(command) };
  const startOne = (name) => {
    const afterwards = name === 'executor' ? endAttempts(env.RUNS_DIR) : [];
    const program = [process.execPath, ...nodeOptionsOf(name), path.join(root, `dist/api/main.${name}.js`)];
    return processes.start(name, program, { cwd: root, env, afterwards });
  };
  const ready = async (name) => {
    await answering(`http://127.0.0.1:${settings.ports[name]}/readyz`, name);
    say(`  ${name} is ready`);
  };
  // The indexer brings the database up to date; the others find it so.
  await startOne('indexer');
  await ready('indexer');
  const others = ['graphql', 'executor', 'gateway'];
  for (const name of others) await startOne(name);
  await Promise.all(others.map(ready));
}

/** The command that ends what the local engine left running: trainings outlive the executor, but not the stack. */
const endAttempts = (runsDir) => [process.execPath, path.join(root, 'scripts/start/end-attempts.mjs'), runsDir];

/** What the four processes are told about the local stack. */
export function environmentOf(settings, databaseUrl) {
  const { ports, dataDir } = settings;
  return {
    DATABASE_URL: databaseUrl,
    MANDATE_CONFIG: organizationsFile(dataDir),
    HOST: '127.0.0.1',
    INDEXER_PORT: String(ports.indexer),
    GRAPHQL_PORT: String(ports.graphql),
    EXECUTOR_PORT: String(ports.executor),
    GATEWAY_PORT: String(ports.gateway),
    WORKER_COMMAND: JSON.stringify(workerCommand),
    WORKER_INPUTS_DIR: settings.inputsDir,
    RUNS_DIR: path.join(dataDir, 'runs'),
    ARTIFACT_DIR: path.join(dataDir, 'artifacts'),
    WORKER_DEV_KEY: developmentKeys.worker,
    OBSERVER_DEV_KEY: developmentKeys.observer,
  };
}

/** Where the organization of the local chain is described. */
export const organizationsFile = (dataDir) => path.join(dataDir, 'organizations.json');

/** The organization of the local chain, in the form of any `MANDATE_CONFIG`. */
function writeOrganizations(dataDir, deployment, rpcUrl) {
  const {
    chainId,
    governor,
    stakedMandate,
    token,
    timelock,
    policyRegistry,
    runRegistry,
    revenueAllocator,
    startBlock,
  } = deployment;
  const organization = {
    slug: 'mandate',
    name: 'Mandate',
    chainId,
    rpcUrls: [rpcUrl],
    governor,
    token: stakedMandate,
    mandateToken: token,
    timelock,
    policyRegistry,
    runRegistry,
    revenueAllocator,
    startBlock,
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(organizationsFile(dataDir), JSON.stringify({ organizations: [organization] }, null, 2));
}

/** Waits until a health address answers 200. */
async function answering(url, name, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  let last = 'no answer';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
      if (response.ok) return;
      last = `${response.status} ${await response.text()}`;
    } catch (error) {
      last = error.cause?.code ?? error.message;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${name} was not ready after ${seconds} s (${last}).`);
}
