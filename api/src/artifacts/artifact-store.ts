import { randomUUID } from 'node:crypto';
import { constants, createWriteStream, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CID } from 'multiformats/cid';
import { ArtifactCorrupt, ArtifactMissing, ArtifactRefused } from './artifact-errors.js';
import type { BlockStore } from './blocks/block-store.js';
import { verifiedBlock, writeTree } from './blocks/stored-tree.js';
import { cidOfDirectory, cidOfFile } from './cid.js';
import { type Digest, digestOfFile } from './digest.js';
import { filesUnder } from './directory-files.js';
import { addDirectory } from './directory-tree.js';

/** What the store took in. */
export interface StoredArtifact {
  readonly digest: Digest;
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Artifacts in a local directory, each under its content address (CID): a directory under the root of its UnixFS tree, a
 * file under the hash of its bytes. What comes in is copied first and hashed as the copy, so that nobody can change it
 * between the two; what goes out is hashed again. With a shared store beside it, everything goes there too, and what is
 * not here is fetched from there, block by block, each hashed.
 */
export class ArtifactStore {
  private readonly root: string;

  constructor(
    root: string,
    private readonly shared: BlockStore | null = null,
  ) {
    this.root = path.resolve(root);
  }

  /** Takes a directory in. The same bytes twice are one artifact. */
  async put(directory: string): Promise<StoredArtifact> {
    return this.takeIn(async (incoming) => {
      const copy = path.join(incoming, 'directory');
      if (!(await whatIsAt(directory)).isDirectory()) throw new ArtifactRefused('not a directory');
      let sizeBytes = 0;
      for (const name of await filesUnder(directory))
        sizeBytes += await copyPlainFile(path.join(directory, name), path.join(copy, name));

      await mkdir(copy, { recursive: true });
      const digest = await addDirectory(copy, async (cid, bytes) => this.shared?.put(cid, bytes));
      return { copy, cid: cidOfDirectory(digest), digest, sizeBytes };
    });
  }

  /** Takes a single file in, under its own SHA-256. */
  async putFile(file: string): Promise<StoredArtifact> {
    return this.takeIn(async (incoming) => {
      const copy = path.join(incoming, 'file');
      const sizeBytes = await copyPlainFile(file, copy);
      const digest = await digestOfFile(copy);
      if (this.shared !== null) await this.shared.put(cidOfFile(digest), await readFile(copy));
      return { copy, cid: cidOfFile(digest), digest, sizeBytes };
    });
  }

  /** The path of a directory whose bytes have just been hashed again. Missing or corrupt ones are refused. */
  async get(digest: Digest): Promise<string> {
    return this.find(digest, cidOfDirectory(digest), async (shared, cid, target) => writeTree(shared, cid, target));
  }

  /** The path of a file whose bytes have just been hashed again. Missing or corrupt ones are refused. */
  async getFile(digest: Digest): Promise<string> {
    return this.find(digest, cidOfFile(digest), async (shared, cid, target) => {
      const bytes = await verifiedBlock(shared, cid);
      if (bytes !== null) await writeFile(target, bytes);
    });
  }

  private async find(digest: Digest, cid: CID, fetchInto: FetchInto): Promise<string> {
    const stored = this.pathOf(cid);
    const found = await digestAt(stored);
    if (found === digest) return stored;
    // Bytes that went bad here may be whole there.
    if (this.shared !== null && (await this.fetch(this.shared, digest, cid, fetchInto))) return stored;
    throw found === null ? new ArtifactMissing(digest) : new ArtifactCorrupt(digest, found);
  }

  /** Brings an artifact from the shared store, whole or not at all; whether there was one. */
  private async fetch(shared: BlockStore, digest: Digest, cid: CID, fetchInto: FetchInto): Promise<boolean> {
    if ((await verifiedBlock(shared, cid)) === null) return false;
    return this.inIncoming(async (incoming) => {
      const target = path.join(incoming, 'fetched');
      await fetchInto(shared, cid, target);
      const found = await digestAt(target);
      // Every block was right, so the tree was made by another profile than ours.
      if (found !== digest) throw new ArtifactCorrupt(digest, found ?? 'nothing');
      await this.keep(target, digest, cid);
      return true;
    });
  }

  private pathOf(cid: CID): string {
    return path.join(this.root, cid.toString());
  }

  private async takeIn(copyIn: (incoming: string) => Promise<Incoming>): Promise<StoredArtifact> {
    return this.inIncoming(async (incoming) => {
      const { copy, cid, digest, sizeBytes } = await copyIn(incoming);
      await this.shared?.pin(cid);
      await this.keep(copy, digest, cid);
      return { digest, path: this.pathOf(cid), sizeBytes };
    });
  }

  private async inIncoming<T>(work: (incoming: string) => Promise<T>): Promise<T> {
    const incoming = path.join(this.root, 'incoming', randomUUID());
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    try {
      return await work(incoming);
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  }

  /** Puts the copy in its place; a place that holds other bytes than its name says is cleared first. */
  private async keep(copy: string, digest: Digest, cid: CID): Promise<void> {
    const stored = this.pathOf(cid);
    const found = await digestAt(stored);
    if (found === digest) return;
    if (found !== null) await rm(stored, { recursive: true });
    await rename(copy, stored).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster with the same bytes.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  }
}

/** Writes what is under an address into a place of its own. */
type FetchInto = (shared: BlockStore, cid: CID, target: string) => Promise<void>;

interface Incoming {
  readonly copy: string;
  readonly cid: CID;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

function whatIsAt(source: string): Promise<Stats> {
  return lstat(source).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new ArtifactRefused(`there is no ${path.basename(source)}`) : error;
  });
}

async function copyPlainFile(from: string, to: string): Promise<number> {
  if (!(await whatIsAt(from)).isFile()) throw new ArtifactRefused(`${path.basename(from)} is not a plain file`);
  await mkdir(path.dirname(to), { recursive: true });
  // What was a file a moment ago may be a link by now, or a pipe that nobody writes to.
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => {
    throw new ArtifactRefused(`${path.basename(from)} is not a plain file`);
  });
  try {
    if (!(await source.stat()).isFile()) throw new ArtifactRefused(`${path.basename(from)} is not a plain file`);
    // As a stream: `copyFile` never ends on a file that shrinks meanwhile. Whether these are the right bytes, the digest tells.
    await pipeline(source.createReadStream({ autoClose: false }), createWriteStream(to, { flags: 'wx' }));
  } finally {
    await source.close();
  }
  await chmod(to, 0o444);
  return (await lstat(to)).size;
}

async function digestAt(stored: string): Promise<Digest | null> {
  const found = await lstat(stored).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return null;
  if (found.isFile()) return digestOfFile(stored);
  if (!found.isDirectory()) return 'no file or directory';
  return addDirectory(stored).catch((error: Error) => {
    if (error instanceof ArtifactRefused) return error.message;
    throw error;
  });
}
