import { readFileSync } from 'node:fs';
import { type BaseWallet, Wallet } from 'ethers';

/** The chain on which a raw key in the environment is accepted: a local development chain. */
export const LOCAL_CHAIN_ID = 31337;

/** Where a key is found; `name` is the prefix of its variables, for example `WORKER`. */
export interface SignerSource {
  name: string;
  keystorePath?: string | undefined;
  passwordPath?: string | undefined;
  devKey?: string | undefined;
  chainId: number;
}

/** The key of a worker or observer cannot be used; the message names the variable and never its value. */
export class SignerRefused extends Error {
  override readonly name = 'SignerRefused';
}

/** Opens a key: an encrypted keystore anywhere, a raw development key on the local chain only. */
export async function openSigner({
  name,
  keystorePath,
  passwordPath,
  devKey,
  chainId,
}: SignerSource): Promise<BaseWallet> {
  if (keystorePath) {
    if (!passwordPath) throw new SignerRefused(`${name}_KEYSTORE_PASSWORD_FILE must be set beside ${name}_KEYSTORE.`);
    const keystore = readSecret(`${name}_KEYSTORE`, keystorePath);
    const password = readSecret(`${name}_KEYSTORE_PASSWORD_FILE`, passwordPath).replace(/\r?\n$/, '');
    return Wallet.fromEncryptedJson(keystore, password).catch(() => {
      throw new SignerRefused(`${name}_KEYSTORE cannot be opened with the password of ${name}_KEYSTORE_PASSWORD_FILE.`);
    });
  }
  if (!devKey) throw new SignerRefused(`${name}_KEYSTORE must be set: the path of an encrypted keystore file.`);
  if (chainId !== LOCAL_CHAIN_ID) {
    throw new SignerRefused(
      `${name}_DEV_KEY is for chain ${LOCAL_CHAIN_ID} only; use ${name}_KEYSTORE on chain ${chainId}.`,
    );
  }
  try {
    return new Wallet(devKey);
  } catch {
    throw new SignerRefused(`${name}_DEV_KEY is not a private key.`);
  }
}

function readSecret(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SignerRefused(`${variable} cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
