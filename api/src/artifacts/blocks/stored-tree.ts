import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exporter } from 'ipfs-unixfs-exporter';
import type { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { ArtifactCorrupt, ArtifactRefused } from '../artifact-errors.js';
import { digestOfCid } from '../cid.js';
import { type BlockStore, BlockStoreFailed } from './block-store.js';

/** What a tree may hold before it is refused: it is written down before anybody can look at it as a whole. */
const mostFiles = 10_000;
const mostBytes = 2 ** 40;
const deepest = 16;

/** A block whose bytes have just been hashed; null when the store has none. Other bytes than the address names are refused. */
export async function verifiedBlock(store: BlockStore, cid: CID): Promise<Uint8Array | null> {
  const bytes = await store.get(cid);
  if (bytes === null) return null;
  const { digest } = await sha256.digest(bytes);
  const found = `sha256:${Buffer.from(digest).toString('hex')}`;
  if (found !== digestOfCid(cid)) throw new ArtifactCorrupt(digestOfCid(cid), found);
  return bytes;
}

/** Writes the directory below a root into an empty folder. A block that is missing, or is something else, ends it. */
export async function writeTree(store: BlockStore, root: CID, folder: string): Promise<void> {
  await new TreeWriter(store).write(root, folder, 0);
}

class TreeWriter {
  private files = 0;
  private bytes = 0;
  private readonly blocks = { get: (cid: CID) => this.blockOf(cid) };

  constructor(private readonly store: BlockStore) {}

  async write(cid: CID, target: string, depth: number): Promise<void> {
    const entry = await exporter(cid, this.blocks);
    if (entry.type === 'directory') {
      if (depth > deepest) throw new ArtifactRefused(`its folders are nested deeper than ${deepest}`);
      await mkdir(target, { recursive: true });
      for await (const { name, cid: below } of entry.entries())
        await this.write(below, this.place(target, name), depth + 1);
    } else if (entry.type === 'file' || entry.type === 'raw') {
      await pipeline(Readable.from(this.counted(entry.content())), createWriteStream(target, { flags: 'wx' }));
    } else throw new ArtifactRefused(`it holds something of the type ${entry.type}`);
  }

  private async *blockOf(cid: CID): AsyncGenerator<Uint8Array> {
    const bytes = await verifiedBlock(this.store, cid);
    if (bytes === null) throw new BlockStoreFailed(this.store.name, `has no block ${cid}`);
    yield bytes;
  }

  /** A name comes from whoever made the tree: it never leads out of its folder. */
  private place(folder: string, name: string): string {
    this.files += 1;
    if (this.files > mostFiles) throw new ArtifactRefused(`it holds more than ${mostFiles} entries`);
    if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))
      throw new ArtifactRefused(`it names an entry ${JSON.stringify(name.slice(0, 100))}`);
    return path.join(folder, name);
  }

  private async *counted(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      this.bytes += piece.length;
      if (this.bytes > mostBytes) throw new ArtifactRefused('it is larger than 1 TiB');
      yield piece;
    }
  }
}
