// npm run lock: makes the lockfile install on every platform.
// npm leaves out the optional packages of other platforms that it could not look up, and `npm ci` then refuses the lockfile
// everywhere. Every optional dependency without an entry gets one that names its version and its platform.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { completeLockfile } from './lib/lockfile.mjs';

const file = path.resolve(import.meta.dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { added, unknown } = completeLockfile(lock);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added.length} entries added for other platforms.`);
if (unknown.length > 0) {
  console.error(`No platform in the name of ${unknown.join(', ')}: install will fail where they are looked up.`);
  process.exit(1);
}
