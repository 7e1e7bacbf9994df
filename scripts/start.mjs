// `npm start`: everything on one machine. Ctrl-C stops it all; the next start resumes.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startAnvil } from './lib/anvil.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { onEnd, Processes } from './lib/processes.mjs';
import { build } from './start/build.mjs';
import { forgetUnfinishedStart, markFinished } from './start/data-directory.mjs';
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

/** Stops what runs, in reverse order, and ends. */
async function end(processes, exitCode) {
  await processes?.stopAll();
  process.exit(exitCode);
}

async function start(settings, processes) {
  await assertCanStart(settings);
  await build(path.join(settings.dataDir, 'logs'), say);
  await prepareInputs(settings.inputsDir, say);

  const { dataDir, chainId, ports } = settings;
  forgetUnfinishedStart(dataDir);
  const urls = urlsOf(settings);
  say('Starting the local chain and the database…');
  const stateFile = path.join(dataDir, 'chain.json');
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
  if (isNew) await seed(settings.seed, stack, say);
  markFinished(dataDir);
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
try {
  const settings = readSettings();
  mkdirSync(settings.dataDir, { recursive: true });
  const onLoss = (sentence) => {
    console.error(sentence);
    end(processes, 1);
  };
  processes = new Processes({
    logDirectory: path.join(settings.dataDir, 'logs'),
    onLoss,
  });
  onEnd((reason) => {
    say(`Stopping (${reason})…`);
    end(processes, 0);
  });
  announce(await start(settings, processes));
} catch (error) {
  console.error(`Mandate could not start. ${error.message}`);
  await end(processes, 1);
}
