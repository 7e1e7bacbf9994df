import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ArtifactRefused } from './artifact-errors.js';

/**
 * The names of all files under a directory, from the directory on, with forward slashes. Whatever is neither a plain file
 * nor a directory is refused.
 */
export async function filesUnder(directory: string, folder = ''): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(directory, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesUnder(directory, name)));
    else if (entry.isFile()) found.push(name);
    else throw new ArtifactRefused(`${name} is neither a file nor a directory`);
  }
  return found;
}
