// What the worker trains from: the shipped datasets and suites, and the base model that the project trains itself.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startOf } from '../lib/process-identity.mjs';
import { eachLine, supervise } from '../lib/supervise.mjs';
import { root } from './settings.mjs';

const workerDir = path.join(root, 'worker');
export const baseName = 'mandate-tiny-1';

/** The command that runs the worker, with the interpreter of its own environment. */
export const workerCommand = [path.join(root, '.venv/bin/python'), '-m', 'mandate_worker'];

/**
 * Lays out the worker's inputs and trains the base model, unless both are there already and made by this very worker.
 * @returns {Promise<void>} when `<inputsDir>/catalogue.json` names everything by digest
 */
export async function prepareInputs(inputsDir, say) {
  const stampFile = path.join(inputsDir, '.made-by');
  const stamp = digestOfSources();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  refuseForeign(inputsDir);
  removeAbandoned(inputsDir);
  // Another start may be training into a directory of its own at this moment.
  const unfinished = `${inputsDir}.unfinished-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  say('Training the base model from the shipped text (once; about half a minute)…');
  await runWorker(['base', '--out', path.join(unfinished, 'base', baseName)], say);
  const catalogue = await runWorker(['inputs', '--out', unfinished], say);
  writeFileSync(path.join(unfinished, 'catalogue.json'), catalogue);
  writeFileSync(path.join(unfinished, '.made-by'), stamp);
  // One rename at the end: a start that was interrupted leaves nothing that looks finished.
  rmSync(inputsDir, { recursive: true, force: true });
  renameSync(unfinished, inputsDir);
}

/** What `WORKER_INPUTS_DIR` holds is replaced when the worker changes: never what somebody else put there. */
function refuseForeign(inputsDir) {
  const names = existsSync(inputsDir) ? readdirSync(inputsDir) : [];
  if (names.length === 0 || names.includes('.made-by')) return;
  throw new Error(`${inputsDir} holds files that Mandate did not make: set WORKER_INPUTS_DIR to another directory.`);
}

/** Removes the halves that starts left behind whose processes are gone. */
function removeAbandoned(inputsDir) {
  const parent = path.dirname(inputsDir);
  const prefix = `${path.basename(inputsDir)}.unfinished`;
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const pid = Number(name.slice(prefix.length + 1));
    if (!name.startsWith(prefix) || (pid > 0 && startOf(pid) !== null)) continue;
    rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

function runWorker(args, say) {
  const [program, ...prefix] = workerCommand;
  return new Promise((resolve, reject) => {
    const { child, exited } = supervise(program, [...prefix, ...args], { cwd: workerDir });
    let lastLine = '';
    let complaint = '';
    eachLine(child.stdout, (line) => {
      lastLine = line;
    });
    eachLine(child.stderr, (line) => {
      complaint = line;
      if (line.startsWith('base:')) say(`  ${line}`);
    });
    child.once('close', async () => {
      const code = await exited;
      if (code === 0) resolve(lastLine);
      else reject(new Error(`The worker's \`${args[0]}\` ended with exit code ${code}: ${complaint}`));
    });
  });
}

/** Changes with anything that could change the base model or the datasets. */
function digestOfSources() {
  const hash = createHash('sha256');
  for (const folder of ['mandate_worker', 'data']) {
    const files = readdirSync(path.join(workerDir, folder), { recursive: true }).map(String).sort();
    for (const file of files) {
      if (!/\.(py|jsonl?|txt)$/.test(file)) continue;
      hash.update(`${folder}/${file}\0`).update(readFileSync(path.join(workerDir, folder, file)));
    }
  }
  return hash.update(readFileSync(path.join(workerDir, 'requirements.txt'))).digest('hex');
}
