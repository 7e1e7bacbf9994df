// Brings what is compiled up to date with its sources: contracts, API, page.
import path from 'node:path';
import { runLogged } from '../lib/commands.mjs';

const steps = [
  { title: 'Preparing the worker’s Python environment…', script: 'setup-worker' },
  { title: 'Building contracts, API and page…', script: 'build' },
];

/** Runs each step and passes on what it says; the first that fails ends the start with its last words. */
export async function build(logDir, say) {
  for (const { title, script } of steps) {
    say(title);
    const options = { logFile: path.join(logDir, `${script}.log`), onLine: (line) => say(`  ${line}`) };
    const { code, output } = await runLogged([process.execPath, `scripts/${script}.mjs`], options);
    if (code !== 0) throw new Error(output.trimEnd().split('\n').at(-1) || `scripts/${script}.mjs ended with ${code}.`);
  }
}
