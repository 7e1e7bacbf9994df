// Makes the worker's Python environment in .venv, and brings its sandbox, unless they are there already. Needs nothing but
// Node and a python3.
import fs from 'node:fs';
import path from 'node:path';
import { ensureBubblewrap } from './lib/bubblewrap.mjs';
import { assertDiskSpace, digestOf, isInstalled, runInstaller, whyItFailed } from './lib/install.mjs';
import { findPython } from './lib/python.mjs';
import { endWithSentence } from './lib/sentence.mjs';
import { addDebianVenv, findCpuTorch, hasNvidia, makeEnvironment } from './lib/worker-environment.mjs';

const root = path.resolve(import.meta.dirname, '..');
const environment = path.join(root, '.venv');
const requirements = path.join(root, 'worker/requirements.txt');
const stamp = path.join(environment, '.mandate-stamp');

/** Installs with a CPU build of torch where one is to be had, and as the requirements say where not. */
async function install([program, args]) {
  const plain = [...args, '-r', requirements];
  const cpuTorch = hasNvidia() ? null : findCpuTorch([program, args]);
  if (cpuTorch) {
    const constraint = path.join(environment, 'constraint.txt');
    fs.writeFileSync(constraint, `torch==${cpuTorch}\n`);
    const result = await runInstaller('worker packages', program, [...plain, '-c', constraint]);
    if (result.isDone) return result;
  }
  return runInstaller('worker packages', program, plain);
}

endWithSentence(async () => {
  await ensureBubblewrap();
  const python = findPython();
  const digest = digestOf(
    fs.readFileSync(requirements, 'utf8'),
    python.version,
    process.platform,
    process.arch,
    hasNvidia(),
  );
  if (isInstalled(stamp, digest)) return;

  assertDiskSpace(root, 8, "The installation of the worker's Python packages");
  fs.rmSync(stamp, { force: true });
  console.error(`Installing the worker's packages for Python ${python.version}, once: 1 to 5 minutes …`);
  const command =
    makeEnvironment(python.program, environment) ??
    ((await addDebianVenv()) && makeEnvironment(python.program, environment));
  if (!command) {
    throw new Error(
      `${python.program} can make no environment: install its venv module (Debian: apt-get install python3-venv) and try again.`,
    );
  }
  const { isDone, output } = await install(command);
  if (!isDone) throw whyItFailed("The worker's Python packages", output);
  fs.writeFileSync(stamp, digest);
});
