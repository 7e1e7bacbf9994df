// A whole stack for one demo or one test: `npm start` on free ports, with an empty data directory of its own.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './ports.mjs';
import { eachLine } from './supervise.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const portNames = ['CHAIN_PORT', 'GRAPHQL_PORT', 'GATEWAY_PORT', 'WEB_PORT', 'INDEXER_PORT', 'EXECUTOR_PORT'];

/**
 * Starts everything as a newcomer does, and waits until it is ready.
 * @param {{ name: string, seed: 'story' | 'stakes' | 'none', onLine?: (line: string) => void }} options its data goes to
 *   `.data/<name>`, which is emptied first
 * @returns {Promise<import('./own-stack.mjs').OwnStack>}
 */
export async function startOwnStack({ name, seed, onLine = () => {} }) {
  const dataDir = path.join(root, '.data', name);
  rmSync(dataDir, { recursive: true, force: true });
  const ports = {};
  for (const portName of portNames) ports[portName] = String(await freePort());

  const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: { ...process.env, ...ports, MANDATE_DATA_DIR: dataDir, MANDATE_SEED: seed },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await ready(child, exited, onLine);

  return {
    ...JSON.parse(readFileSync(path.join(dataDir, 'stack.json'), 'utf8')),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function ready(child, exited, onLine) {
  const seen = [];
  const announced = new Promise((resolve) => {
    eachLine(child.stdout, (line) => {
      onLine(line);
      seen.push(line);
      if (line.includes('Mandate is ready')) resolve('ready');
    });
  });
  const outcome = await Promise.race([announced, exited]);
  if (outcome === 'ready') return;
  throw new Error(`npm start ended with exit code ${outcome} before it was ready:\n${seen.slice(-20).join('\n')}`);
}
