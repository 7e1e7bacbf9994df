// npm test [-- --only part,part]: every test of every part, one line each; the last line is the sum.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lastLines, runLogged } from './lib/commands.mjs';
import { onEnd } from './lib/processes.mjs';
import { testParts } from './lib/test-parts.mjs';

const logDirectory = path.resolve(import.meta.dirname, '../test/artifacts/logs');
const { values } = parseArgs({ options: { only: { type: 'string' } } });

// What runs is tied to this process and ends with it.
onEnd(() => process.exit(130));

function wantedParts() {
  if (!values.only) return testParts;
  const names = values.only.split(',');
  const unknown = names.find((name) => !testParts.some((part) => part.name === name));
  if (!unknown) return testParts.filter(({ name }) => names.includes(name));
  console.error(`There is no part "${unknown}": ${testParts.map(({ name }) => name).join(', ')}.`);
  return process.exit(1);
}

/** Tells every half minute that a part is still at work, and the last thing it said. */
function watch(name) {
  const startedAt = performance.now();
  let said = '';
  const timer = setInterval(() => {
    console.log(`  ${name}: ${Math.round((performance.now() - startedAt) / 1000)} s … ${said.slice(0, 100)}`);
  }, 30_000);
  const onLine = (line) => {
    said = line.trim() || said;
  };
  return { onLine, done: () => clearInterval(timer) };
}

/** Runs what the part needs, then the part. What it could not run or count is one failure. */
async function runPart({ name, before = [], env, command, count }) {
  const { onLine, done } = watch(name);
  const options = { logFile: path.join(logDirectory, `${name}.log`), env, onLine };
  try {
    for (const script of before) {
      const { code, output } = await runLogged([process.execPath, ...script], options);
      if (code !== 0) return { passed: 0, failed: 1, seconds: 0, output, why: `${script.join(' ')} failed` };
    }
    const { code, output, seconds } = await runLogged(command(), options);
    const counts = count(output) ?? { passed: 0, failed: 0 };
    const total = counts.passed + counts.failed;
    if (total === 0) return { passed: 0, failed: 1, seconds, output, why: 'no test ran' };
    if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, seconds, output, why: `exit code ${code}` };
    return { ...counts, seconds, output };
  } catch (error) {
    return { passed: 0, failed: 1, seconds: 0, output: error.message, why: 'it could not be started' };
  } finally {
    done();
  }
}

let passed = 0;
let failed = 0;
for (const part of wantedParts()) {
  const result = await runPart(part);
  passed += result.passed;
  failed += result.failed;
  const why = result.why ? `: ${result.why}` : '';
  console.log(`${part.name}: ${result.passed} passed, ${result.failed} failed (${result.seconds.toFixed(0)} s)${why}`);
  if (result.failed > 0) {
    console.log(`${lastLines(result.output, 60)}\n    The whole log: test/artifacts/logs/${part.name}.log`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
