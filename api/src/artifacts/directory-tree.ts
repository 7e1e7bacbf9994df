import { createReadStream } from 'node:fs';
import path from 'node:path';
import { type ImporterOptions, importer } from 'ipfs-unixfs-importer';
import type { CID } from 'multiformats/cid';
import { ArtifactRefused } from './artifact-errors.js';
import { dagPb, digestOfCid } from './cid.js';
import type { Digest } from './digest.js';
import { filesUnder } from './directory-files.js';

/** Takes the blocks of a tree as they are made, those below first. */
export type BlockSink = (cid: CID, bytes: Uint8Array) => Promise<void>;

/** IPIP-499: chunks of 1 MiB as raw leaves, at most 1,024 links to a node. The worker's `unixfs.py` does the same. */
const options = {
  profile: 'unixfs-v1-2025',
  wrapWithDirectory: true,
  blockWriteConcurrency: 8,
  // Never sharded: what one block cannot name is refused below.
  shardSplitThresholdBytes: Number.POSITIVE_INFINITY,
} satisfies ImporterOptions;

const largestDirectoryBlockBytes = 256 * 1024;

/**
 * Makes the UnixFS tree of a directory and returns its digest, which is the hash of the root. Whatever is neither a
 * plain file nor a directory is refused; a folder without files counts for nothing.
 */
export async function addDirectory(directory: string, sink: BlockSink = async () => {}): Promise<Digest> {
  const names = await filesUnder(directory);
  if (names.length === 0) throw new ArtifactRefused('the directory holds no file');

  const blocks = { put: (cid: CID, bytes: unknown) => hand(cid, bytes, sink) };
  let root: CID | null = null;
  for await (const entry of importer(candidates(directory, names), blocks, options)) root = entry.cid;
  if (root === null) throw new Error('a tree has a root');
  return digestOfCid(root);
}

/** One file is opened when its turn comes. */
function* candidates(directory: string, names: readonly string[]) {
  for (const name of names) yield { path: name, content: contentOf(path.join(directory, name)) };
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { highWaterMark: 1 << 20 });
}

async function hand(cid: CID, bytes: unknown, sink: BlockSink): Promise<CID> {
  if (!(bytes instanceof Uint8Array)) throw new Error('a block comes in one piece');
  if (cid.code === dagPb && bytes.length > largestDirectoryBlockBytes)
    throw new ArtifactRefused('a directory has more entries than one block can name');
  await sink(cid, bytes);
  return cid;
}
