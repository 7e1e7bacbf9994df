import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Wallet } from 'ethers';
import { openSigner } from '../../src/chain/signer.js';

const wallet = new Wallet(`0x${'42'.repeat(32)}`);
let directory: string;
let keystorePath: string;
let passwordPath: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'mandate-signer-'));
  [keystorePath, passwordPath] = [path.join(directory, 'keystore.json'), path.join(directory, 'password')];
  writeFileSync(keystorePath, wallet.encryptSync('correct horse'));
  writeFileSync(passwordPath, 'correct horse\n');
});

afterAll(() => rmSync(directory, { recursive: true }));

describe('openSigner', () => {
  it('opens a keystore on any chain', async () => {
    const signer = await openSigner({ name: 'WORKER', keystorePath, passwordPath, chainId: 1 });

    expect(signer.address).toBe(wallet.address);
  });

  it('takes a raw key on the local chain only', async () => {
    const devKey = wallet.privateKey;

    expect((await openSigner({ name: 'WORKER', devKey, chainId: 31337 })).address).toBe(wallet.address);
    await expect(openSigner({ name: 'WORKER', devKey, chainId: 1 })).rejects.toThrow(
      'WORKER_DEV_KEY is for chain 31337 only; use WORKER_KEYSTORE on chain 1.',
    );
  });

  it('names what is missing or wrong, and shows no secret', async () => {
    const secret = '0xsecret';

    await expect(openSigner({ name: 'WORKER', chainId: 1 })).rejects.toThrow(/^WORKER_KEYSTORE must be set/);
    await expect(openSigner({ name: 'WORKER', keystorePath, chainId: 1 })).rejects.toThrow(
      'WORKER_KEYSTORE_PASSWORD_FILE must be set beside WORKER_KEYSTORE.',
    );
    await expect(openSigner({ name: 'WORKER', devKey: secret, chainId: 31337 })).rejects.toThrow(
      /^WORKER_DEV_KEY is not a private key\.$/,
    );
    await expect(openSigner({ name: 'OBSERVER', keystorePath: '/nowhere', passwordPath, chainId: 1 })).rejects.toThrow(
      'OBSERVER_KEYSTORE cannot be read: ENOENT.',
    );
  });
});
