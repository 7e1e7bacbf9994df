import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { findPython } from '../lib/python.mjs';
import { makeEnvironment } from '../lib/worker-environment.mjs';

let directory;
before(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
});
after(() => fs.rmSync(directory, { recursive: true, force: true }));

/** A Python to which the arguments that match a shell pattern are unknown. */
function pythonWithout(name, ...patterns) {
  const program = path.join(directory, name);
  const cases = patterns.map((pattern) => `${pattern}) exit 1 ;;`).join(' ');
  fs.writeFileSync(program, `#!/bin/sh\ncase "$*" in ${cases} esac\nexec ${findPython().program} "$@"\n`, {
    mode: 0o755,
  });
  return program;
}

const noEnsurepip = '"-m venv /"*';
const noVenv = '"-m venv "*';
const noPip = '"-m pip "*';

/** Makes an environment and puts a package of our own into it; answers what its Python imports. */
function importsFrom(python, name) {
  const environment = path.join(directory, `${name}-environment`);
  const [program, args] = makeEnvironment(python, environment);
  const archive = path.join(directory, 'flux-1.0-py3-none-any.whl');
  const zip = `
import zipfile
wheel = zipfile.ZipFile(${JSON.stringify(archive)}, "w")
wheel.writestr("flux.py", 'NAME = "flux"')
wheel.writestr("flux-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: flux\\nVersion: 1.0\\n")
wheel.writestr("flux-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
wheel.writestr("flux-1.0.dist-info/RECORD", "")
wheel.close()`;
  assert.equal(spawnSync(findPython().program, ['-c', zip]).status, 0);
  const installation = spawnSync(program, [...args, '--no-index', archive], { encoding: 'utf8' });
  assert.equal(installation.status, 0, installation.stderr);
  const inside = path.join(environment, 'bin/python');
  return spawnSync(inside, ['-c', 'import flux; print(flux.NAME)'], { encoding: 'utf8', cwd: '/' }).stdout.trim();
}

it('makes an environment with a complete Python', () => {
  assert.equal(importsFrom(findPython().program, 'complete'), 'flux');
});

it('makes one without ensurepip, by the pip outside', () => {
  assert.equal(importsFrom(pythonWithout('no-ensurepip', noEnsurepip), 'no-ensurepip'), 'flux');
});

it('makes one without ensurepip and pip, by a pip that is a wheel', () => {
  assert.equal(importsFrom(pythonWithout('no-pip', noEnsurepip, noPip), 'no-pip'), 'flux');
});

it('makes one without venv, as a directory of packages', () => {
  assert.equal(importsFrom(pythonWithout('no-venv', noVenv), 'no-venv'), 'flux');
});

it('gives up without venv and pip, and leaves nothing behind', () => {
  const environment = path.join(directory, 'nothing-environment');
  assert.equal(makeEnvironment(pythonWithout('nothing', noVenv, noPip), environment), null);
  assert.ok(!fs.existsSync(environment));
});

it('says that Python is missing, and how to get it', () => {
  const script = path.resolve(import.meta.dirname, '../setup-worker.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { ...process.env, PYTHON: 'no-such-python' },
  });
  assert.equal(status, 1);
  assert.match(stderr, /^The worker needs Python 3\.10 or newer, and no no-such-python was found: install it .*\n$/);
});
