// Brings what is compiled up to date with its sources: contracts, API, page.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './settings.mjs';

const steps = [
  {
    title: 'Preparing the worker’s Python environment…',
    script: 'setup-worker.mjs',
  },
  { title: 'Building contracts, API and page…', script: 'build.mjs' },
];

/** Runs each step with its own output; the first that fails ends the start with its sentence. */
export async function build(say) {
  for (const { title, script } of steps) {
    say(title);
    const { status } = spawnSync(process.execPath, [path.join(root, 'scripts', script)], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`The step “${title.replace('…', '')}” failed; its last lines above say why.`);
  }
}
