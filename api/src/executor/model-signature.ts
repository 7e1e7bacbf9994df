import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import path from 'node:path';
import { digestOfFile, hexOf } from '../artifacts/digest.js';
import { filesUnder } from '../artifacts/directory-files.js';
import { preAuthEncoding } from './dsse.js';

const payloadType = 'application/vnd.in-toto+json';

/** A key that OpenSSF model signatures cannot be made with. */
export class ModelKeyRefused extends Error {
  constructor(reason: string) {
    super(`the key that signs models is refused: ${reason}. Make one: openssl ecparam -name prime256v1 -genkey -noout`);
    this.name = 'ModelKeyRefused';
  }
}

/** Reads the key that models are signed with: an elliptic curve P-256 private key in PEM. */
export function readModelKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new ModelKeyRefused('it is no private key in PEM');
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new ModelKeyRefused('it is not on the curve P-256');
  return key;
}

/**
 * An OpenSSF model signature of a directory: a Sigstore bundle over every file's SHA-256, which `model_signing verify key`
 * checks. https://github.com/ossf/model-signing-spec
 */
export async function signModel(directory: string, name: string, key: KeyObject): Promise<string> {
  const payload = Buffer.from(JSON.stringify(await statementOf(directory, name)));
  const sig = sign('sha256', preAuthEncoding(payloadType, payload), key).toString('base64');
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: hintOf(key) }, tlogEntries: [] },
    dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig, keyid: '' }] },
  });
}

async function statementOf(directory: string, name: string): Promise<object> {
  const resources = [];
  for (const file of (await filesUnder(directory)).sort()) {
    const digest = hexOf(await digestOfFile(path.join(directory, file)));
    resources.push({ name: file, digest, algorithm: 'sha256' });
  }
  const whole = createHash('sha256');
  for (const { digest } of resources) whole.update(Buffer.from(digest, 'hex'));
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: whole.digest('hex') } }],
    predicateType: 'https://model_signing/signature/v1.0',
    predicate: {
      serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: [] },
      resources,
    },
  };
}

/** How the bundle names the public key: the SHA-256 of its PEM. */
function hintOf(key: KeyObject): string {
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  return createHash('sha256').update(pem).digest('hex');
}
