import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { foundryBinary } from './foundry.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const built = path.join(root, 'dist/api');

/** The latest change of any file under `directory`, in milliseconds. */
function latestChange(directory) {
  const entries = fs.readdirSync(directory, {
    withFileTypes: true,
    recursive: true,
  });
  return Math.max(
    0,
    ...entries.map((entry) => fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

/** True when `dist/api` holds what the API's sources say now. */
export function isApiBuilt() {
  if (!fs.existsSync(built)) return false;
  const sources = Math.max(
    latestChange(path.join(root, 'api/src')),
    fs.statSync(path.join(root, 'tsconfig.build.json')).mtimeMs,
  );
  return fs.statSync(built).mtimeMs >= sources;
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
  if (fs.existsSync(built)) fs.renameSync(built, previous);
  fs.renameSync(next, built);
  fs.rmSync(previous, { recursive: true, force: true });
  fs.utimesSync(built, startedAt, startedAt);
}

/** Compiles the API unless it is compiled already. */
export function ensureApiBuilt() {
  if (!isApiBuilt()) buildApi();
}

/** Compiles the contracts into `contracts/out`. */
export function buildContracts() {
  const { status } = spawnSync(foundryBinary('forge'), ['build', '--quiet'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The contracts do not compile: the messages above say where.');
}

/** Bundles the web application into `web/dist`. */
export function buildWeb() {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The web application does not build: the messages above say where.');
}
