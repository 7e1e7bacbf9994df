import { CID } from 'multiformats/cid';
import * as rawCodec from 'multiformats/codecs/raw';
import { create } from 'multiformats/hashes/digest';
import { sha256 } from 'multiformats/hashes/sha2';
import { type Digest, hexOf } from './digest.js';

/** The codec of every block that links to others: directories, and files of several chunks. */
export const dagPb = 0x70;

/** The content address of a directory: its digest is the hash of the root of its UnixFS tree. */
export function cidOfDirectory(digest: Digest): CID {
  return CID.createV1(dagPb, multihashOf(digest));
}

/** The content address of a file that is stored as one block. */
export function cidOfFile(digest: Digest): CID {
  return CID.createV1(rawCodec.code, multihashOf(digest));
}

/** The digest in a content address. Throws when it is not a SHA-256. */
export function digestOfCid(cid: CID): Digest {
  const { code, digest } = cid.multihash;
  if (code !== sha256.code) throw new Error(`${cid} is not a SHA-256`);
  return `sha256:${Buffer.from(digest).toString('hex')}`;
}

function multihashOf(digest: Digest) {
  return create(sha256.code, Buffer.from(hexOf(digest), 'hex'));
}
