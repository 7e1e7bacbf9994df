// npm run check: the fast gate. Runs every step though one fails, so that one run shows all there is to mend.
import path from 'node:path';
import { checkSteps } from './lib/check-steps.mjs';
import { lastLines, runLogged } from './lib/commands.mjs';
import { onEnd } from './lib/processes.mjs';

const logDirectory = path.resolve(import.meta.dirname, '../test/artifacts/logs');
const startedAt = performance.now();
onEnd(() => process.exit(130));

async function runStep({ name, command, count, find }) {
  if (find) {
    const sentences = find();
    return { isFine: sentences.length === 0, output: sentences.join('\n'), seconds: 0 };
  }
  const logFile = path.join(logDirectory, `check-${name.replaceAll(' ', '-')}.log`);
  const { code, output, seconds } = await runLogged(command(), { logFile });
  // Runners differ in what they make of no tests at all; for us it is a failure.
  const hasRun = !count || (count(output)?.passed ?? 0) > 0;
  return { isFine: code === 0 && hasRun, output, seconds };
}

let broken = 0;
for (const step of checkSteps) {
  const { isFine, output, seconds } = await runStep(step);
  console.log(`${isFine ? '✓' : '✗'} ${step.name} (${seconds.toFixed(1)} s)`);
  if (isFine) continue;
  broken += 1;
  console.log(lastLines(output, 40));
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(
  broken === 0 ? `Everything holds (${seconds} s).` : `${broken} of ${checkSteps.length} steps failed (${seconds} s).`,
);
process.exit(broken === 0 ? 0 : 1);
