// npm run bench: all benchmarks that package.json names, one after the other; each prints its one line of JSON last. The exit
// code is 1 when one of them failed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** The whole of each: what `npm run bench:<name>` alone leaves out because it takes long. */
const whole = { index: ['--votes', '20000,100000,1000000', '--latency', '20', '--live', '200', '--reorgs', '--many'] };

await endWithSentence(async () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const names = Object.keys(scripts).filter((name) => name.startsWith('bench:'));
  const failed = [];
  for (const name of names) {
    console.log(`\n── ${name} ──`);
    const options = whole[name.slice('bench:'.length)] ?? [];
    const child = spawn('npm', ['run', '--silent', name, '--', ...options], { cwd: root, stdio: 'inherit' });
    onEnd(() => child.kill('SIGTERM'));
    const code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Error(`These benchmarks failed: ${failed.join(', ')}.`);
});
