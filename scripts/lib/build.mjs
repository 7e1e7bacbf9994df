import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { foundryBinary } from './foundry.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const at = (...parts) => path.join(root, ...parts);
const compiledApi = at('dist/api');
const bundledWeb = at('web/dist');

/** The latest change of a file, or of anything in a directory, in milliseconds; 0 when it is not there. */
function latestChange(file) {
  const status = fs.statSync(file, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.mtimeMs ?? 0;
  const entries = fs.readdirSync(file, { withFileTypes: true, recursive: true });
  const times = entries.map((entry) => fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return Math.max(status.mtimeMs, ...times);
}

/** True when `output` was made after the last change of every source. */
function isNewer(output, sources) {
  return (
    fs.existsSync(output) &&
    fs.statSync(output).mtimeMs >= Math.max(...sources.map((source) => latestChange(at(source))))
  );
}

/** True when `dist/api` holds what the API's sources say now. */
export function isApiBuilt() {
  return isNewer(compiledApi, ['api/src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']);
}

/** Compiles the API beside `dist/api` and puts it there at once, so that a running process never meets half of it. */
export function buildApi() {
  const startedAt = new Date();
  const next = path.join(root, `dist/.api-${process.pid}`);
  fs.rmSync(next, { recursive: true, force: true });
  const compiler = path.join(root, 'node_modules/typescript-7/bin/tsc');
  const args = [compiler, '-p', 'tsconfig.build.json', '--outDir', next];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    fs.rmSync(next, { recursive: true, force: true });
    throw new Error('The API does not compile: the messages above say where.');
  }
  const previous = path.join(root, `dist/.api-${process.pid}.previous`);
  if (fs.existsSync(compiledApi)) fs.renameSync(compiledApi, previous);
  fs.renameSync(next, compiledApi);
  fs.rmSync(previous, { recursive: true, force: true });
  fs.utimesSync(compiledApi, startedAt, startedAt);
}

/** Compiles the API unless it is compiled already. */
export function ensureApiBuilt() {
  if (!isApiBuilt()) buildApi();
}

/** Compiles the contracts and what deploys them into `contracts/out`; their tests are several times as much. */
export function buildContracts() {
  const { status } = spawnSync(foundryBinary('forge'), ['build', '--quiet', 'contracts/src', 'contracts/script'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The contracts do not compile: the messages above say where.');
}

/** Bundles the web application into `web/dist`, unless it is bundled already. */
export function ensureWebBuilt() {
  const sources = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'package-lock.json'];
  if (isNewer(path.join(bundledWeb, 'index.html'), sources)) return;
  const vite = at('node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The web application does not build: the messages above say where.');
}
