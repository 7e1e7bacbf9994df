import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../..');

/** The addresses of a running stack, as `npm start` writes them to `stack.json`. */
export interface Stack {
  webUrl: string;
  graphqlUrl: string;
  gatewayUrl: string;
  rpcUrl: string;
  deployment: Record<string, string>;
  stop: () => Promise<void>;
}

const portNames = ['CHAIN_PORT', 'GRAPHQL_PORT', 'GATEWAY_PORT', 'WEB_PORT', 'INDEXER_PORT', 'EXECUTOR_PORT'];

/** Starts everything the way a newcomer does, on free ports and with an empty data directory. */
export async function startStack(name: string): Promise<Stack> {
  const dataDir = path.join(root, '.data', name);
  rmSync(dataDir, { recursive: true, force: true });
  const ports: Record<string, string> = {};
  for (const portName of portNames) ports[portName] = String(await freePort());

  const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: { ...process.env, ...ports, MANDATE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  await ready(child, exited);

  const addresses = JSON.parse(readFileSync(path.join(dataDir, 'stack.json'), 'utf8')) as Omit<Stack, 'stop'>;
  return {
    ...addresses,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function ready(child: ChildProcess, exited: Promise<number>): Promise<void> {
  if (!child.stdout) throw new Error('the stack has no output');
  const lines = createInterface({ input: child.stdout });
  const seen: string[] = [];
  const announced = new Promise<'ready'>((resolve) => {
    lines.on('line', (line) => {
      seen.push(line);
      if (line.includes('Mandate is ready')) resolve('ready');
    });
  });
  const outcome = await Promise.race([announced, exited]);
  if (outcome !== 'ready') throw new Error(`npm start ended with exit code ${outcome}:\n${seen.slice(-30).join('\n')}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
