import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeOptionsOf } from '../../../scripts/lib/node-options.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { supervise } from '../../../scripts/lib/supervise.mjs';
import { contracts, silentContracts } from './dao.mjs';

const here = import.meta.dirname;
const root = path.resolve(here, '../../..');

/** Where the compiled API is; another build can be measured by naming it. */
const apiDirectory = path.resolve(root, process.env.BENCH_API ?? 'dist/api');

const cpuReport = path.join(here, 'cpu-report.mjs');
/** Options of node for the measured process, to profile it: `BENCH_NODE_OPTIONS=--cpu-prof`. */
const ownOptions = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);

/** Runs a Node program to its end; returns the JSON of its last line, how long the process took, and its CPU seconds. */
export async function runToEnd(file, args, env = {}, options = []) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...options, ...ownOptions, '--import', cpuReport, file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [output, cpu] = [textOf(child.stdout), textOf(child.stdio[3])];
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${path.basename(file)} ended with exit code ${code}:\n${await output}`);
  const processSeconds = (performance.now() - startedAt) / 1000;
  return { ...JSON.parse((await output).trim().split('\n').at(-1)), ...JSON.parse(await cpu), processSeconds };
}

/** Starts the synthetic chain in a process of its own; waits until its blocks are made. */
export async function startChain(settings) {
  const file = path.join(here, 'chain-server.mjs');
  const child = spawn(process.execPath, ['--max-old-space-size=8192', file, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    exited.then((code) => reject(new Error(`the chain ended with exit code ${code}`)));
  });
  const summary = JSON.parse(line);
  return {
    ...summary,
    ask: (method, ...params) => askChain(summary.url, method, params),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

async function askChain(url, method, params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { result, error } = await response.json();
  if (error) throw new Error(error.message);
  return result;
}

/** The environment in which a process of the API follows the synthetic chain. */
export function environmentOf(databaseUrl, rpcUrls, changes = {}) {
  const file = path.join(os.tmpdir(), `mandate-bench-${process.pid}.json`);
  const organization = {
    slug: 'bench',
    name: 'Bench',
    chainId: 31337,
    rpcUrls,
    ...contracts,
    ...silentContracts,
    startBlock: 0,
    ...changes,
  };
  fs.writeFileSync(file, JSON.stringify({ organizations: [organization] }));
  process.once('exit', () => fs.rmSync(file, { force: true }));
  return { DATABASE_URL: databaseUrl, MANDATE_CONFIG: file };
}

/** The compiled entry of a process of the API. */
export const entryOf = (name) => path.join(apiDirectory, `main.${name}.js`);

/**
 * Starts a process of the API that goes on until it is stopped; resolves when it answers.
 * @returns {Promise<{port: number, untilReady: () => Promise<void>, stop: () => Promise<void>}>}
 */
export async function startProcess(name, env) {
  const port = await freePort();
  const ports = { HOST: '127.0.0.1', [`${name.toUpperCase()}_PORT`]: String(port) };
  // It ends with us, whatever ends us.
  const command = [...nodeOptionsOf(name), ...ownOptions, entryOf(name)];
  const { child, exited, stop } = supervise(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env, ...ports },
  });
  child.stdout.resume();
  child.stderr.pipe(process.stderr);
  let isOver = false;
  exited.then(() => {
    isOver = true;
  });
  const untilOk = async (path) => {
    while (!isOver) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
      if (response?.ok) return;
      await pause(50);
    }
    throw new Error(`${name} ended with exit code ${await exited}`);
  };
  await untilOk('/healthz');
  return {
    port,
    untilReady: () => untilOk('/readyz'),
    stop,
  };
}

/** The indexer, from an empty database to the head. */
export const indexUntilHead = (env) => runToEnd(entryOf('indexer'), ['--until-head'], env, nodeOptionsOf('indexer'));

/** The bare floor, into tables beside those of the product. */
export const runFloor = (chainUrl, databaseUrl, lastBlock) =>
  runToEnd(path.join(here, 'floor.mjs'), [chainUrl, databaseUrl, String(lastBlock)]);
