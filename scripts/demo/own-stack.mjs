// A stack for the demo alone: `npm start` on free ports, with an empty data directory of its own.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { connectDao } from '../lib/dao.mjs';
import { freePort } from '../lib/ports.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const portNames = ['CHAIN_PORT', 'GRAPHQL_PORT', 'GATEWAY_PORT', 'WEB_PORT', 'INDEXER_PORT', 'EXECUTOR_PORT'];

/** Starts the stack, waits until it is ready, and connects to it as the DAO's members. */
export async function startOwnStack() {
  const dataDir = path.join(root, '.data/demo');
  rmSync(dataDir, { recursive: true, force: true });
  const ports = {};
  for (const name of portNames) ports[name] = String(await freePort());

  const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      ...ports,
      MANDATE_DATA_DIR: dataDir,
      MANDATE_SEED: 'stakes',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await ready(child, exited);

  const stack = JSON.parse(readFileSync(path.join(dataDir, 'stack.json'), 'utf8'));
  const dao = await connectDao(stack);
  return {
    ...stack,
    dao,
    voters: dao.signers.slice(0, 5).map((signer) => ({ signer, reason: 'It does what it says.' })),
    async stop() {
      dao.provider.destroy();
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function ready(child, exited) {
  const lines = createInterface({ input: child.stdout });
  const seen = new Promise((resolve) => {
    lines.on('line', (line) => {
      console.log(`  | ${line}`);
      if (line.includes('Mandate is ready')) resolve('ready');
    });
  });
  const outcome = await Promise.race([seen, exited]);
  if (outcome !== 'ready') throw new Error(`npm start ended with exit code ${outcome} before it was ready`);
}
