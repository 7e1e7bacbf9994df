import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The SHA-256 of some bytes, written `sha256:` and 64 lowercase hex digits. */
export type Digest = string;

/** Whether a string is a digest; anything else never becomes part of a path. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** The digest of bytes at hand. */
export function digestOf(bytes: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The digest of a file, read in pieces. */
export async function digestOfFile(file: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

/** The 64 hex digits of a digest. */
export function hexOf(digest: Digest): string {
  if (!isDigest(digest)) throw new Error(`not a digest: ${digest.slice(0, 100)}`);
  return digest.slice('sha256:'.length);
}
