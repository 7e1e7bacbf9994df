import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ArtifactRefused } from './artifact-errors.js';

/** More is no artifact: each is opened, hashed and listed. */
const mostFiles = 10_000;
const deepest = 16;

/**
 * The names of all files under a directory, from the directory on, with forward slashes. Whatever is neither a plain file
 * nor a directory is refused.
 */
export async function filesUnder(directory: string): Promise<string[]> {
  const found: string[] = [];
  await collect(directory, '', found, 0);
  return found;
}

async function collect(directory: string, folder: string, found: string[], depth: number): Promise<void> {
  if (depth > deepest) throw new ArtifactRefused(`its folders are nested deeper than ${deepest}`);
  for (const entry of await readdir(path.join(directory, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) await collect(directory, name, found, depth + 1);
    else if (entry.isFile()) found.push(name);
    else throw new ArtifactRefused(`${name} is neither a file nor a directory`);
    if (found.length > mostFiles) throw new ArtifactRefused(`the directory holds more than ${mostFiles} files`);
  }
}
