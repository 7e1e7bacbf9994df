// Makes the Python environment of slither and halmos in .venv-contracts, unless it is there already. Needs nothing but Node
// and a python3.
import fs from 'node:fs';
import path from 'node:path';
import { assertDiskSpace, digestOf, isInstalled, runInstaller, whyItFailed } from './lib/install.mjs';
import { findPython } from './lib/python.mjs';
import { endWithSentence } from './lib/sentence.mjs';
import { addDebianVenv, makeEnvironment } from './lib/worker-environment.mjs';

const root = path.resolve(import.meta.dirname, '..');
const environment = path.join(root, '.venv-contracts');
const requirements = path.join(root, 'contracts/requirements.txt');
const stamp = path.join(environment, '.mandate-stamp');

endWithSentence(async () => {
  const python = findPython({ who: 'The analysis of the contracts needs', leastMinor: 11 });
  const digest = digestOf(fs.readFileSync(requirements, 'utf8'), python.version, process.platform, process.arch);
  if (isInstalled(stamp, digest)) return;

  assertDiskSpace(root, 1, "The installation of the analysis tools' Python packages");
  fs.rmSync(stamp, { force: true });
  console.error(`Installing slither and halmos for Python ${python.version}, once: about a minute …`);
  const command =
    makeEnvironment(python.program, environment) ??
    ((await addDebianVenv()) && makeEnvironment(python.program, environment));
  if (!command) {
    throw new Error(
      `${python.program} can make no environment: install its venv module (Debian: apt-get install python3-venv) and try again.`,
    );
  }
  const [program, args] = command;
  const { isDone, output } = await runInstaller('slither and halmos', program, [...args, '-r', requirements]);
  if (!isDone) throw whyItFailed('slither and halmos', output);
  fs.writeFileSync(stamp, digest);
});
