import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { runInstaller } from './install.mjs';

const succeeds = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** A pip that is a wheel file on this machine: Python's own bundle, or Debian's. */
function bundledPip(python) {
  const code =
    'import importlib.util, os; s = importlib.util.find_spec("ensurepip"); print(os.path.dirname(s.origin) if s else "")';
  const ensurepip = spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout?.trim();
  for (const directory of [ensurepip && path.join(ensurepip, '_bundled'), '/usr/share/python-wheels']) {
    const name =
      directory && fs.existsSync(directory) && fs.readdirSync(directory).find((file) => /^pip-.*\.whl$/.test(file));
    if (name) return path.join(directory, name, 'pip');
  }
  return null;
}

/** A directory of packages and a `bin/python` that knows it, for a Python that cannot make environments. */
function makeTarget(python, directory) {
  const packages = path.join(directory, 'packages');
  const program = path.join(directory, 'bin/python');
  fs.mkdirSync(packages, { recursive: true });
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.writeFileSync(program, `#!/bin/sh\nPYTHONPATH='${packages}' exec '${python}' "$@"\n`, { mode: 0o755 });
  return [python, ['-m', 'pip', '--no-input', 'install', '--target', packages]];
}

const versionLine = (python) => spawnSync(python, ['-V'], { encoding: 'utf8' }).stdout;

/**
 * Makes an environment in `directory`, by the first way that this Python offers; one that it made before is kept.
 * @returns {[string, string[]] | null} the command that installs into it; null when no way is open
 */
export function makeEnvironment(python, directory) {
  const inside = path.join(directory, 'bin/python');
  const isKept = succeeds(inside, ['-m', 'pip', '--version']) && versionLine(inside) === versionLine(python);
  if (isKept && fs.existsSync(path.join(directory, 'pyvenv.cfg')))
    return [inside, ['-m', 'pip', '--no-input', 'install']];
  const ways = [
    () => succeeds(python, ['-m', 'venv', directory]) && [inside, ['-m', 'pip', '--no-input', 'install']],
    () => {
      if (!succeeds(python, ['-m', 'venv', '--without-pip', directory])) return null;
      if (succeeds(python, ['-m', 'pip', '--python', inside, '--version'])) {
        return [python, ['-m', 'pip', '--python', inside, '--no-input', 'install']];
      }
      const pip = bundledPip(python);
      return pip && [inside, [pip, '--no-input', 'install']];
    },
    () => succeeds(python, ['-m', 'pip', '--version']) && makeTarget(python, directory),
  ];
  for (const way of ways) {
    fs.rmSync(directory, { recursive: true, force: true });
    const command = way();
    if (command) return command;
  }
  fs.rmSync(directory, { recursive: true, force: true });
  return null;
}

/** Debian keeps `venv` and pip in packages of their own; root may fetch them. */
export async function addDebianVenv() {
  if (process.getuid?.() !== 0 || !succeeds('apt-get', ['--version'])) return false;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runInstaller('apt-get update', 'apt-get', ['update', '-q'], options);
  const { isDone } = await runInstaller('python3-venv', 'apt-get', ['install', '-yq', 'python3-venv'], options);
  return isDone;
}

/** True when this machine has a graphics card that torch's default build can use. */
export function hasNvidia() {
  return fs.existsSync('/proc/driver/nvidia/version') || succeeds('nvidia-smi', ['-L']);
}

/**
 * The newest build of torch without CUDA that this machine's pip knows of. The default build works everywhere, and brings
 * gigabytes of libraries for a graphics card that is not there.
 */
export function findCpuTorch([program, args]) {
  const pip = args.slice(0, args.indexOf('install')).filter((arg) => arg !== '--no-input');
  const { stdout } = spawnSync(program, [...pip, 'index', 'versions', 'torch'], { encoding: 'utf8' });
  return /\d[\d.]*\+cpu/.exec(stdout ?? '')?.[0] ?? null;
}
