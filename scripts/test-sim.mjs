// npm run test:sim [-- options]: the indexer through simulated chains, reorgs and outages; `-- --help` lists the options.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureApiBuilt } from './lib/build.mjs';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');

await endWithSentence(async () => {
  // Another build can be simulated by naming its directory.
  if (!process.env.SIM_API) ensureApiBuilt();
  const command = [path.join(root, 'test/sim/main.mjs'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
  onEnd(() => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
