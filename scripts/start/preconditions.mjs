// What has to hold before anything is started. Each failure is one clear sentence.
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { assertPortsFree } from '../lib/ports.mjs';

/** The base model, the database, the chain's state and one run need about this much. */
const neededMegabytes = 1024;

/** Throws when the machine cannot run the stack. */
export async function assertCanStart({ dataDir, ports }) {
  assertDiskSpace(dataDir);
  assertPython();
  await assertPortsFree({
    'the local chain (CHAIN_PORT)': ports.chain,
    'GraphQL (GRAPHQL_PORT)': ports.graphql,
    'the gateway (GATEWAY_PORT)': ports.gateway,
    'the web page (WEB_PORT)': ports.web,
    'the indexer (INDEXER_PORT)': ports.indexer,
    'the executor (EXECUTOR_PORT)': ports.executor,
  });
}

function assertDiskSpace(directory) {
  mkdirSync(directory, { recursive: true });
  const { bavail, bsize } = statfsSync(directory);
  const freeMegabytes = Math.floor((bavail * bsize) / 2 ** 20);
  if (freeMegabytes < neededMegabytes) {
    throw new Error(
      `The disk of ${directory} has ${freeMegabytes} MB left and ${neededMegabytes} MB are needed: make room and try again.`,
    );
  }
}

function assertPython() {
  const { status } = spawnSync('python3', ['--version'], { stdio: 'ignore' });
  if (status !== 0)
    throw new Error('python3 is not installed, and the worker needs it (3.10 or newer): install it and try again.');
}
