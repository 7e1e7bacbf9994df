// `npm start`: everything on one machine. Ctrl-C stops it all; the next start resumes.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAnvil } from './lib/anvil.mjs';
import { keepState } from './lib/chain-state.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { onEnd, Processes } from './lib/processes.mjs';
import { build } from './start/build.mjs';
import { beginFirstStart, isSettled, markFinished } from './start/data-directory.mjs';
import { awaitUnused, takeLock } from './start/data-lock.mjs';
import { ensureDeployment } from './start/deployment.mjs';
import { developmentAccounts } from './start/development-keys.mjs';
import { prepareInputs } from './start/inputs.mjs';
import { assertCanStart } from './start/preconditions.mjs';
import { seed, storyBeginsAt } from './start/seed.mjs';
import { startServices } from './start/services.mjs';
import { readSettings, urlsOf } from './start/settings.mjs';
import { startWebServer } from './web-server.mjs';

const startedAt = performance.now();
const say = (line) => console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${line}`);

/** Everything that can be refused is, before anything is made. */
async function claimDataDirectory(settings) {
  await awaitUnused(settings.dataDir, say);
  await assertCanStart(settings);
  mkdirSync(settings.dataDir, { recursive: true });
  takeLock(settings.dataDir);
}

async function start(settings, processes) {
  await claimDataDirectory(settings);
  await build(path.join(settings.dataDir, 'logs'), say);
  await prepareInputs(settings.inputsDir, say);

  const { dataDir, chainId, ports } = settings;
  const urls = urlsOf(settings);
  const stateFile = path.join(dataDir, 'chain.json');
  if (isSettled(dataDir)) say(`Going on with the chain and the data in ${dataDir}.`);
  else beginFirstStart(dataDir);
  say('Starting the local chain and the database…');
  await processes.launch('chain', (log) =>
    startAnvil({ chainId, port: ports.chain, stateFile, blockTime: 1, genesisTimestamp: storyBeginsAt(), log }),
  );
  const { deployment, isNew } = await ensureDeployment(settings, urls.rpcUrl, say);
  const database = await processes.launch('database', (log) =>
    startPostgres({ dataDir: path.join(dataDir, 'database'), log }),
  );

  const stack = {
    ...urls,
    deployment,
    dataDir,
    logDir: path.join(dataDir, 'logs'),
  };
  say('Starting the services…');
  await startServices(processes, settings, { databaseUrl: database.url, deployment, rpcUrl: urls.rpcUrl }, say);
  if (isNew) {
    await seed(settings.seed, stack, say);
    await isWritten(stateFile);
    markFinished(dataDir);
  }
  await processes.launch('web', async () => ({
    ...(await startWebServer({
      port: ports.web,
      config: pageConfig(urls, chainId),
    })),
    exited: new Promise(() => {}),
  }));
  writeFileSync(path.join(dataDir, 'stack.json'), JSON.stringify(stack, null, 2));
  return stack;
}

/** Waits until the chain has written a state that is younger than this moment: only then is the story safe. */
async function isWritten(stateFile) {
  const toldAt = Date.now() + 500;
  const writtenAt = () => statSync(stateFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // The state is written every five seconds; a writing that is under way may have begun before the last transaction.
  for (let waited = 0; writtenAt() <= toldAt || !keepState(stateFile); waited += 100) {
    if (waited > 60_000) throw new Error(`The chain does not write ${stateFile}: make room on its disk and try again.`);
    await pause(100);
  }
}

const pageConfig = (urls, chainId) => ({
  graphqlUrl: urls.graphqlUrl,
  graphqlWsUrl: urls.graphqlWsUrl,
  gatewayUrl: urls.gatewayUrl,
  rpcUrl: urls.rpcUrl,
  chainId,
  chainName: 'Local chain',
  organization: 'mandate',
  isLocalChain: true,
  explorerUrl: null,
  devAccounts: developmentAccounts(),
});

function announce({ webUrl, graphqlUrl, gatewayUrl, rpcUrl, deployment, logDir }) {
  say('Mandate is ready.\n');
  const rows = {
    'Web page': webUrl,
    GraphQL: graphqlUrl,
    'Gateway (OpenAI-compatible)': `${gatewayUrl}/v1/chat/completions`,
    'Local chain': rpcUrl,
    Logs: logDir,
  };
  for (const [name, value] of Object.entries(rows)) console.log(`  ${name.padEnd(28)} ${value}`);
  console.log('\n  Contracts');
  for (const [name, value] of Object.entries(deployment)) {
    if (String(value).startsWith('0x')) console.log(`  ${name.padEnd(28)} ${value}`);
  }
  console.log('\nCtrl-C stops everything; the next `npm start` goes on from here.');
}

let processes;
let ending;

/** Stops what runs, in reverse order, and ends; the first reason decides the exit code. */
function end(exitCode) {
  ending ??= Promise.resolve(processes?.stopAll()).then(() => process.exit(exitCode));
  return ending;
}

/** Ends with one sentence on stderr. What goes wrong because we are ending is nobody's concern. */
function fail(sentence) {
  if (!ending) console.error(sentence);
  return end(1);
}

try {
  const settings = readSettings();
  processes = new Processes({ logDirectory: path.join(settings.dataDir, 'logs'), onLoss: fail });
  onEnd((reason) => {
    say(`Stopping (${reason})…`);
    end(0);
  });
  announce(await start(settings, processes));
} catch (error) {
  const why = error.code === 'ENOSPC' ? 'the disk is full: make room and try again.' : error.message;
  await fail(`Mandate could not start: ${why}`);
}
