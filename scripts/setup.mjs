// Runs before `npm start`, `npm test` and their like, with nothing but Node: brings the npm packages of a fresh clone.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertDiskSpace, digestOf, isInstalled, isUnreachable, runInstaller, whyItFailed } from './lib/install.mjs';
import { satisfies } from './lib/node-version.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const stamp = path.join(root, 'node_modules/.mandate-stamp');

/** npm as we were started by it; on its own, as the shell finds it. */
function npm(...args) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const self = process.env.npm_execpath;
  const [program, first] = self?.endsWith('.js') ? [process.execPath, [self]] : ['npm', []];
  return runInstaller('npm packages', program, [...first, ...args, ...quiet], { cwd: root });
}

endWithSentence(async () => {
  const { node } = JSON.parse(read('package.json')).engines;
  if (!satisfies(process.version, node)) {
    throw new Error(
      `Mandate needs Node ${node}, and this is Node ${process.version}: install a newer one and try again.`,
    );
  }
  const digest = digestOf(read('package-lock.json'), process.version, process.platform, process.arch);
  if (isInstalled(stamp, digest)) return;

  assertDiskSpace(root, 1.5, 'The installation of the npm packages');
  // An installation that is cut off is not complete because an older one was.
  fs.rmSync(stamp, { force: true });
  console.error('Installing the npm packages, once: 1 to 3 minutes …');
  const clean = await npm('ci');
  // A lockfile that does not fit this platform or this npm: take what package.json pins, and leave the lockfile alone.
  const result = clean.isDone || isUnreachable(clean.output) ? clean : await npm('install', '--no-save');
  if (!result.isDone) throw whyItFailed('The npm packages', result.output);
  fs.writeFileSync(stamp, digest);
});
