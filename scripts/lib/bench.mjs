import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureApiBuilt } from './build.mjs';
import { onEnd } from './processes.mjs';
import { endWithSentence } from './sentence.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs `test/bench/<name>/main.mjs` with this command's arguments over a compiled API; ends with its exit code. */
export async function runBench(name) {
  await endWithSentence(async () => {
    // Another build can be measured by naming its directory.
    if (!process.env.BENCH_API) ensureApiBuilt();
    const command = [path.join(root, `test/bench/${name}/main.mjs`), ...process.argv.slice(2)];
    const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
    onEnd(() => child.kill('SIGTERM'));
    process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  });
}
