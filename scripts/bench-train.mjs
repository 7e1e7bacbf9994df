// npm run bench:train [-- options]: tokens per second of the trainer beside Hugging Face's Trainer with PEFT; `-- --help`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');

await endWithSentence(async () => {
  const python = path.join(root, '.venv/bin/python');
  const command = ['-m', 'bench', ...process.argv.slice(2)];
  const child = spawn(python, command, { cwd: path.join(root, 'worker'), stdio: 'inherit' });
  onEnd(() => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? 1)).once('error', reject);
  });
});
