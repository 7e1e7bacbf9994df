// node scripts/jest.mjs <project> [jest arguments]: runs one jest project of jest.config.mjs as ES modules.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { onEnd } from './lib/processes.mjs';

const root = path.resolve(import.meta.dirname, '..');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const [project, ...rest] = process.argv.slice(2);

// Integration and e2e tests own a database and a chain each: one at a time keeps a small machine responsive. When one
// cannot start, what it did start would keep jest waiting for ever; it ends with jest.
const ofThisKind = { 'api-unit': [], web: ['--runInBand'] }[project] ?? ['--runInBand', '--forceExit'];
const child = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    jest,
    '--selectProjects',
    project,
    ...ofThisKind,
    ...rest,
  ],
  { cwd: root, stdio: 'inherit' },
);
onEnd(() => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
