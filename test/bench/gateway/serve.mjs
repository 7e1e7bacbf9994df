import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { eachLine } from '../../../scripts/lib/supervise.mjs';
import { baseName, prepareInputs, workerCommand } from '../../../scripts/start/inputs.mjs';
import { readSettings, root } from '../../../scripts/start/settings.mjs';

/** The stand-in: it costs next to nothing. */
export async function standIn(home) {
  const inputs = path.join(home, 'inputs');
  mkdirSync(path.join(inputs, 'base', baseName), { recursive: true });
  return { name: 'stand-in', command: [process.execPath, path.join(import.meta.dirname, 'upstream.mjs')], inputs };
}

/** The worker with the base model, which is trained first where that was not done yet. */
export async function worker() {
  const { inputsDir } = readSettings();
  await prepareInputs(inputsDir, (sentence) => console.error(sentence));
  return { name: 'worker', command: workerCommand, inputs: inputsDir };
}

/** Starts an upstream by itself, as the gateway starts it. */
export async function startServe({ command, inputs }, home) {
  const [program, ...first] = command;
  const places = ['--base', path.join(inputs, 'base', baseName), '--store', path.join(home, 'artifacts')];
  const child = spawn(program, [...first, 'serve', '--port', '0', ...places, '--exit-with-stdin'], {
    cwd: path.join(root, 'worker'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    eachLine(child.stdout, (line) => {
      if (line.startsWith('{') && JSON.parse(line).ready) resolve(JSON.parse(line).port);
    });
    exited.then((code) => reject(new Error(`the upstream ended with exit code ${code}`)));
  });
  return {
    port,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
