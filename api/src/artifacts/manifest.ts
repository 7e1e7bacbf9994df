import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import canonicalize from 'canonicalize';
import { ArtifactRefused } from './artifact-errors.js';
import { type Digest, digestOf, digestOfFile, hexOf } from './digest.js';

/** One file of a directory, in the words of MANIFEST.json. */
export interface ManifestEntry {
  /** From the directory's root, with forward slashes. */
  readonly path: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** Lists and hashes every file under a directory. Whatever is neither a plain file nor a directory is refused. */
export async function manifestOf(directory: string): Promise<ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for (const name of await filesUnder(directory, '')) {
    const file = path.join(directory, name);
    const { size } = await lstat(file);
    entries.push({ path: name, size, sha256: hexOf(await digestOfFile(file)) });
  }
  return entries.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** The digest of a directory: that of the canonical JSON (RFC 8785) of its manifest. */
export function digestOfManifest(entries: readonly ManifestEntry[]): Digest {
  const canonical = canonicalize(entries);
  if (canonical === undefined) throw new Error('a manifest has a canonical form');
  return digestOf(canonical);
}

async function filesUnder(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesUnder(root, name)));
    else if (entry.isFile()) found.push(name);
    else throw new ArtifactRefused(`${name} is neither a file nor a directory`);
  }
  return found;
}
