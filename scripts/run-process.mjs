// node scripts/run-process.mjs <indexer|graphql|executor|gateway|audit|mandate> [arguments]: one process of the API, compiled first when stale.
// Without DATABASE_URL it uses the embedded database; without MANDATE_CONFIG, the local stack of `npm start`.
import path from 'node:path';
import { ensureApiBuilt } from './lib/build.mjs';
import { nodeOptionsOf } from './lib/node-options.mjs';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';
import { supervise } from './lib/supervise.mjs';
import { prepareProcess } from './start/one-process.mjs';

const root = path.resolve(import.meta.dirname, '..');
const names = ['indexer', 'graphql', 'executor', 'gateway', 'audit', 'mandate'];
const [name, ...args] = process.argv.slice(2);

/** Runs the process until it ends, or until we are asked to end. */
async function run(entry, { env, database }) {
  const command = [...nodeOptionsOf(name), '--enable-source-maps', entry, ...args];
  const { child, exited, stop } = supervise(process.execPath, command, { cwd: root, env: { ...process.env, ...env } });
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  let exitCode = null;
  const end = (code) => {
    exitCode ??= code;
    stop();
  };
  onEnd(() => end(0));
  database?.exited.then(() => {
    if (exitCode === null) console.error(`The embedded database ended by itself: start ${name} again.`);
    end(1);
  });
  const code = await exited;
  exitCode ??= code;
  await database?.stop();
  process.exitCode = exitCode;
}

await endWithSentence(async () => {
  if (!names.includes(name)) throw new Error(`There is no process "${name}": ${names.join(', ')}.`);
  const prepared = await prepareProcess(name, process.env, (line) => console.error(line), {
    listens: name === 'audit' ? args.includes('--watch') : name !== 'mandate' && args.length === 0,
  });
  ensureApiBuilt();
  await run(path.join(root, `dist/api/main.${name}.js`), prepared);
});
