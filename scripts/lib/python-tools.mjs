import fs from 'node:fs';
import path from 'node:path';
import { assertDiskSpace, digestOf, isInstalled, runInstaller, whyItFailed } from './install.mjs';
import { findPython } from './python.mjs';
import { addDebianVenv, makeEnvironment } from './worker-environment.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Makes a Python environment with the packages that a file of requirements pins, unless it is there already.
 * @param {{what: string, who: string, environment: string, requirements: string, leastMinor?: number, gibibytes?: number,
 *   duration: string}} tools `environment` and `requirements` from the root of the project on
 * @returns {Promise<string>} the directory of its programs
 * @throws {Error} one sentence that says what is missing
 */
export async function installPythonTools({
  what,
  who,
  environment,
  requirements,
  leastMinor,
  gibibytes = 1,
  duration,
}) {
  const directory = path.join(root, environment);
  const list = path.join(root, requirements);
  const stamp = path.join(directory, '.mandate-stamp');
  const programs = path.join(directory, 'bin');

  const python = findPython({ who, leastMinor });
  const digest = digestOf(fs.readFileSync(list, 'utf8'), python.version, process.platform, process.arch);
  if (isInstalled(stamp, digest)) return programs;

  assertDiskSpace(root, gibibytes, `The installation of ${what}`);
  fs.rmSync(stamp, { force: true });
  console.error(`Installing ${what} for Python ${python.version}, once: ${duration} …`);
  const command =
    makeEnvironment(python.program, directory) ??
    ((await addDebianVenv()) && makeEnvironment(python.program, directory));
  if (!command) {
    throw new Error(
      `${python.program} can make no environment: install its venv module (Debian: apt-get install python3-venv) and try again.`,
    );
  }
  const [program, args] = command;
  const { isDone, output } = await runInstaller(what, program, [...args, '-r', list]);
  if (!isDone) throw whyItFailed(what, output);
  fs.writeFileSync(stamp, digest);
  return programs;
}
