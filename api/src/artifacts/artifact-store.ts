import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ArtifactCorrupt, ArtifactMissing, ArtifactRefused } from './artifact-errors.js';
import { type Digest, digestOfFile, hexOf } from './digest.js';
import { digestOfManifest, manifestOf } from './manifest.js';

/** What the store took in. */
export interface StoredArtifact {
  readonly digest: Digest;
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Artifacts under the digest of their bytes, in a local directory. What comes in is copied first and hashed as the copy,
 * so that nobody can change it between the two; what goes out is hashed again.
 */
export class ArtifactStore {
  private readonly root: string;

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  /** Takes a directory in. The same bytes twice are one artifact. */
  async put(directory: string): Promise<StoredArtifact> {
    return this.takeIn(async (incoming) => {
      const copy = path.join(incoming, 'directory');
      if (!(await whatIsAt(directory)).isDirectory()) throw new ArtifactRefused('not a directory');
      const listed = await manifestOf(directory);
      if (listed.length === 0) throw new ArtifactRefused('the directory holds no file');
      for (const { path: name } of listed) await copyPlainFile(path.join(directory, name), path.join(copy, name));

      const entries = await manifestOf(copy);
      const sizeBytes = entries.reduce((sum, { size }) => sum + size, 0);
      return { copy, digest: digestOfManifest(entries), sizeBytes };
    });
  }

  /** Takes a single file in, under its own SHA-256. */
  async putFile(file: string): Promise<StoredArtifact> {
    return this.takeIn(async (incoming) => {
      const copy = path.join(incoming, 'file');
      await copyPlainFile(file, copy);
      return { copy, digest: await digestOfFile(copy), sizeBytes: (await lstat(copy)).size };
    });
  }

  /** The path of an artifact whose bytes have just been hashed again. Missing or corrupt ones are refused. */
  async get(digest: Digest): Promise<string> {
    const stored = this.pathOf(digest);
    const found = await digestAt(stored);
    if (found === null) throw new ArtifactMissing(digest);
    if (found !== digest) throw new ArtifactCorrupt(digest, found);
    return stored;
  }

  private pathOf(digest: Digest): string {
    const hex = hexOf(digest);
    return path.join(this.root, 'sha256', hex.slice(0, 2), hex);
  }

  private async takeIn(
    copyIn: (incoming: string) => Promise<{ copy: string; digest: Digest; sizeBytes: number }>,
  ): Promise<StoredArtifact> {
    const incoming = path.join(this.root, 'incoming', randomUUID());
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    try {
      const { copy, digest, sizeBytes } = await copyIn(incoming);
      await this.keep(copy, digest);
      return { digest, path: this.pathOf(digest), sizeBytes };
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  }

  /** Puts the copy in its place; a place that holds other bytes than its name says is cleared first. */
  private async keep(copy: string, digest: Digest): Promise<void> {
    const stored = this.pathOf(digest);
    const found = await digestAt(stored);
    if (found === digest) return;
    if (found !== null) await rm(stored, { recursive: true });
    await mkdir(path.dirname(stored), { recursive: true, mode: 0o755 });
    await rename(copy, stored).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster with the same bytes.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  }
}

function whatIsAt(source: string): Promise<Stats> {
  return lstat(source).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new ArtifactRefused(`there is no ${path.basename(source)}`) : error;
  });
}

async function copyPlainFile(from: string, to: string): Promise<void> {
  if (!(await whatIsAt(from)).isFile()) throw new ArtifactRefused(`${path.basename(from)} is not a plain file`);
  await mkdir(path.dirname(to), { recursive: true });
  // As a stream: `copyFile` never ends on a file that shrinks meanwhile. Whether these are the right bytes, the digest tells.
  await pipeline(createReadStream(from), createWriteStream(to));
  await chmod(to, 0o444);
}

async function digestAt(stored: string): Promise<Digest | null> {
  const found = await lstat(stored).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return null;
  if (found.isFile()) return digestOfFile(stored);
  if (!found.isDirectory()) return 'no file or directory';
  return manifestOf(stored).then(digestOfManifest, (error: Error) => {
    if (error instanceof ArtifactRefused) return error.message;
    throw error;
  });
}
