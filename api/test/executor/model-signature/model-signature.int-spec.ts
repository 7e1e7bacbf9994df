import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ModelKeyRefused, readModelKey, signModel } from '../../../src/executor/model-signature.js';

const tool = path.resolve(import.meta.dirname, '../../../../.venv-model-signing/bin/model_signing');

describe('a model signature, for the OpenSSF tool', () => {
  let folder: string;
  let adapter: string;
  let key: KeyObject;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'model-signature-'));
    adapter = path.join(folder, 'adapter');
    await mkdir(path.join(adapter, 'nested'), { recursive: true });
    await writeFile(path.join(adapter, 'adapter_model.safetensors'), 'weights');
    await writeFile(path.join(adapter, 'nested', 'README.md'), '# Adapter');
    key = newKey();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is good', async () => {
    expect(await verify(key)).toEqual({ status: 0, said: expect.stringContaining('Verification succeeded') });
  });

  it.each([
    ['a changed file', async () => writeFile(path.join(adapter, 'nested', 'README.md'), '# Another')],
    ['a file more', async () => writeFile(path.join(adapter, 'more.txt'), '')],
    ['a file less', async () => rm(path.join(adapter, 'nested', 'README.md'))],
  ])('is bad over %s', async (_what, spoil) => {
    expect((await verify(key, spoil)).status).not.toBe(0);
  });

  it('is bad for another key', async () => {
    expect((await verify(newKey())).status).not.toBe(0);
  });

  async function verify(by: KeyObject, spoil = async () => {}) {
    const [signature, publicKey] = [path.join(folder, 'model.sig'), path.join(folder, 'key.pem')];
    await writeFile(signature, await signModel(adapter, 'assistant', key));
    await writeFile(publicKey, createPublicKey(by).export({ type: 'spki', format: 'pem' }));
    await spoil();
    const args = ['verify', 'key', adapter, '--signature', signature, '--public_key', publicKey];
    const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }
});

describe('the key that signs models', () => {
  it.each([
    ['nothing', ''],
    ['another curve', pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey)],
    ['another kind', pemOf(generateKeyPairSync('ed25519').privateKey)],
  ])('is refused when it is %s', (_what, pem) => {
    expect(() => readModelKey(pem)).toThrow(ModelKeyRefused);
  });
});

function newKey(): KeyObject {
  return readModelKey(pemOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey));
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
