// npm run test:chaos [-- options]: what Mandate lives on breaks, and what came of it is compared with what should have.
// `--minutes n` long outages; `--seeds n` many runs, `--seed n` one of them; `--kind outages|runs`; `--only text`. See
// docs/chaos.md.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildContracts, ensureApiBuilt } from './lib/build.mjs';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');
const all = ['outages', 'runs'];

/** Which kinds are wanted, and what each is told. */
function wanted() {
  const names = ['kind', 'minutes', 'seeds', 'seed', 'only', 'lanes'];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  const { kind, ...values } = parseArgs({ options }).values;
  if (kind && !all.includes(kind)) throw new Error(`There is no chaos of the kind "${kind}": ${all.join(', ')}.`);
  const implied = values.minutes ? 'outages' : values.seeds || values.seed || values.lanes ? 'runs' : null;
  const kinds = all.filter((one) => one === (kind ?? implied ?? one));
  return { kinds, args: Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]) };
}

/** Runs one kind to its end; its exit code. */
function run(kind, args) {
  const file = path.join(root, `test/chaos/${kind}/main.mjs`);
  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
  onEnd(() => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

await endWithSentence(async () => {
  const { kinds, args } = wanted();
  ensureApiBuilt();
  buildContracts();
  for (const kind of kinds) process.exitCode = Math.max(process.exitCode ?? 0, await run(kind, args));
});
