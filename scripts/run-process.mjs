// node scripts/run-process.mjs <indexer|graphql|executor|gateway> [arguments]: one process of the API, compiled first when stale.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureApiBuilt } from './lib/build.mjs';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [name, ...args] = process.argv.slice(2);

endWithSentence(() => {
  ensureApiBuilt();
  const entry = path.join(root, `dist/api/main.${name}.js`);
  if (!fs.existsSync(entry)) throw new Error(`There is no process "${name}".`);
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...args], { cwd: root, stdio: 'inherit' });
  onEnd(() => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
});
