import fs from 'node:fs';
import path from 'node:path';
import { canInstallPackages, installPackages } from './debian-packages.mjs';

/** Path of bubblewrap on this machine; null when there is none. */
export function bubblewrapPath(searchPath = process.env.PATH ?? '') {
  const directories = [...searchPath.split(path.delimiter), '/usr/bin'];
  return directories.map((directory) => path.join(directory, 'bwrap')).find((file) => fs.existsSync(file)) ?? null;
}

/**
 * Brings the worker's sandbox: on Debian root installs it, elsewhere one sentence says what to do. Missing, it is no reason
 * to stop: the worker itself refuses to train without it.
 */
export async function ensureBubblewrap() {
  if (bubblewrapPath()) return;
  if (!canInstallPackages()) {
    console.error(
      'There is no bubblewrap on this machine, and the worker trains in nothing else but on a local chain: install it (Debian, Ubuntu: sudo apt-get install bubblewrap).',
    );
    return;
  }
  console.error("Installing bubblewrap, the worker's sandbox, once: a few seconds …");
  await installPackages('bubblewrap', ['bubblewrap']).catch((error) => console.error(error.message));
}
