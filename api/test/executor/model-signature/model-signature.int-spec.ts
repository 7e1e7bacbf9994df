import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Wallet } from 'ethers';
import { signModel } from '../../../src/executor/model-signature.js';

const tool = path.resolve(import.meta.dirname, '../../../../.venv-model-signing/bin/model_signing');

describe('a model signature, for the OpenSSF tool', () => {
  let folder: string;
  let adapter: string;
  const worker = Wallet.createRandom();

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'model-signature-'));
    adapter = path.join(folder, 'adapter');
    await mkdir(path.join(adapter, 'nested'), { recursive: true });
    await writeFile(path.join(adapter, 'adapter_model.safetensors'), 'weights');
    await writeFile(path.join(adapter, 'nested', 'README.md'), '# Adapter');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is good', async () => {
    expect(await verify()).toEqual({ status: 0, said: expect.stringContaining('Verification succeeded') });
  });

  it.each([
    ['a changed file', async () => writeFile(path.join(adapter, 'nested', 'README.md'), '# Another')],
    ['a file more', async () => writeFile(path.join(adapter, 'more.txt'), '')],
    ['a file less', async () => rm(path.join(adapter, 'nested', 'README.md'))],
  ])('is bad over %s', async (_what, spoil) => {
    expect((await verify({ spoil })).status).not.toBe(0);
  });

  it('is bad for another key', async () => {
    expect((await verify({ keyOf: Wallet.createRandom() })).status).not.toBe(0);
  });

  it('is the same twice, and another one by another worker', async () => {
    const first = await signModel(adapter, 'adapter', worker.privateKey);
    expect(await signModel(adapter, 'adapter', worker.privateKey)).toEqual(first);
    expect((await signModel(adapter, 'adapter', Wallet.createRandom().privateKey)).publicKey).not.toBe(first.publicKey);
  });

  async function verify({ keyOf = worker, spoil = async () => {} } = {}) {
    const [signature, publicKey] = [path.join(folder, 'model.sig'), path.join(folder, 'key.pem')];
    await writeFile(signature, (await signModel(adapter, 'adapter', worker.privateKey)).bundle);
    await writeFile(publicKey, (await signModel(adapter, 'adapter', keyOf.privateKey)).publicKey);
    await spoil();
    const args = ['verify', 'key', adapter, '--signature', signature, '--public_key', publicKey];
    const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }
});
