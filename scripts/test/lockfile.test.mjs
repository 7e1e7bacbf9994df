import assert from 'node:assert/strict';
import { it } from 'node:test';
import { completeLockfile } from '../lib/lockfile.mjs';

const lockOf = (optionalDependencies, others = {}) => ({
  packages: {
    'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies },
    ...others,
  },
});

it('adds the packages of platforms that npm left out', () => {
  const lock = lockOf({
    '@tool/linux-arm64-musl': '1.2.3',
    '@tool/wasm32-wasi': '^1.2.3',
  });

  const { added, unknown } = completeLockfile(lock);

  assert.deepEqual(added, ['@tool/linux-arm64-musl', '@tool/wasm32-wasi']);
  assert.deepEqual(unknown, []);
  const arm = {
    version: '1.2.3',
    cpu: ['arm64'],
    dev: true,
    optional: true,
    os: ['linux'],
  };
  assert.deepEqual(lock.packages['node_modules/@tool/linux-arm64-musl'], arm);
  const wasm = { version: '1.2.3', cpu: ['wasm32'], dev: true, optional: true };
  assert.deepEqual(lock.packages['node_modules/@tool/wasm32-wasi'], wasm);
});

it('leaves alone what is locked beside or above', () => {
  const lock = lockOf(
    { '@tool/linux-x64': '1.0.0', '@tool/darwin-x64': '1.0.0' },
    {
      'node_modules/@tool/linux-x64': { version: '1.0.0' },
      'node_modules/tool/node_modules/@tool/darwin-x64': { version: '1.0.0' },
    },
  );

  assert.deepEqual(completeLockfile(lock).added, []);
});

it('reports a name that tells no platform', () => {
  assert.deepEqual(completeLockfile(lockOf({ 'mystery-tool': '1.0.0' })).unknown, ['mystery-tool']);
});
