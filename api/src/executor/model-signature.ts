import { createHash, createPublicKey, hkdfSync } from 'node:crypto';
import path from 'node:path';
import { mapHashToField } from '@noble/curves/abstract/modular';
import { p256 } from '@noble/curves/p256';
import { getBytes } from 'ethers';
import { digestOfFile, hexOf } from '../artifacts/digest.js';
import { filesUnder } from '../artifacts/directory-files.js';
import { preAuthEncoding } from './dsse.js';

const payloadType = 'application/vnd.in-toto+json';

/** A signature of a model, with what it is checked by. */
export interface ModelSignature {
  /** A Sigstore bundle, as JSON. */
  readonly bundle: string;
  /** P-256, in PEM. */
  readonly publicKey: string;
}

/**
 * An OpenSSF model signature of a directory: a Sigstore bundle over every file's SHA-256, which `model_signing verify key`
 * checks. https://github.com/ossf/model-signing-spec
 *
 * The format knows no secp256k1, so it is signed with a P-256 key that follows from the worker's own (HKDF); the statement
 * that the worker's own key signs names the public half. The same directory and key give the same signature (RFC 6979).
 */
export async function signModel(directory: string, name: string, workerKey: string): Promise<ModelSignature> {
  const payload = Buffer.from(JSON.stringify(await statementOf(directory, name)));
  const key = modelKeyOf(workerKey);
  const hash = createHash('sha256').update(preAuthEncoding(payloadType, payload)).digest();
  const sig = Buffer.from(p256.sign(hash, key).toDERRawBytes()).toString('base64');
  const publicKey = pemOf(p256.getPublicKey(key, false));
  const hint = createHash('sha256').update(publicKey).digest('hex');
  const bundle = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint }, tlogEntries: [] },
    dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig, keyid: '' }] },
  });
  return { bundle, publicKey };
}

/** 48 bytes, so that reducing them to the order of the curve leaves no bias that matters. */
function modelKeyOf(workerKey: string): Uint8Array {
  const seed = hkdfSync('sha256', Buffer.from(getBytes(workerKey)), '', 'mandate: the key that signs models, 1', 48);
  return mapHashToField(new Uint8Array(seed), p256.CURVE.n);
}

function pemOf(point: Uint8Array): string {
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => Buffer.from(part).toString('base64url'));
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' } });
  return key.export({ type: 'spki', format: 'pem' }).toString();
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
