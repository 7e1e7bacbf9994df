import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of our own; it goes with `remove`, or with us. @returns {{path: string, remove: () => void}} */
export function scratchFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-chaos-'));
  const remove = () => {
    process.off('exit', remove);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path: folder, remove };
}
