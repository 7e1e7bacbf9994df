// What has to hold before anything is started. Each failure is one clear sentence, and nothing has been made by then.
import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { assertPortsFree } from '../lib/ports.mjs';
import { findPython } from '../lib/python.mjs';

/** The base model, the database, the chain's state and one run need about this much. */
const neededMegabytes = 1024;

/**
 * Throws when the machine cannot run the stack.
 * @param {{dataDir: string, ports: Record<string, number>}} settings
 * @param {(directory: string) => number} [freeMegabytes] how much room the disk of a directory has
 */
export async function assertCanStart({ dataDir, ports }, freeMegabytes = freeMegabytesAt) {
  assertDiskSpace(dataDir, freeMegabytes);
  findPython();
  await assertPortsFree({
    'the local chain (CHAIN_PORT)': ports.chain,
    'GraphQL (GRAPHQL_PORT)': ports.graphql,
    'the gateway (GATEWAY_PORT)': ports.gateway,
    'the web page (WEB_PORT)': ports.web,
    'the indexer (INDEXER_PORT)': ports.indexer,
    'the executor (EXECUTOR_PORT)': ports.executor,
  });
}

function assertDiskSpace(directory, freeMegabytes) {
  const free = freeMegabytes(nearestExisting(directory));
  if (free >= neededMegabytes) return;
  throw new Error(
    `The disk of ${directory} has ${free} MB left and ${neededMegabytes} MB are needed: make room and try again.`,
  );
}

/** The directory itself is made only when everything holds. */
function nearestExisting(directory) {
  return existsSync(directory) ? directory : nearestExisting(path.dirname(directory));
}

function freeMegabytesAt(directory) {
  const { bavail, bsize } = statfsSync(directory);
  return Math.floor((bavail * bsize) / 2 ** 20);
}
