// npm run analyse:contracts [-- --only slither|proofs|controls]: slither over our contracts, halmos over contracts/proofs, and the
// same proofs over contracts that are broken on purpose. One line each; the last is JSON. See docs/static-analysis.md.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { controls } from './analysis/controls.mjs';
import { prove } from './analysis/proofs.mjs';
import { runSlither } from './analysis/slither.mjs';
import { copyToAnalyse } from './analysis/tools.mjs';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const parts = ['slither', 'proofs', 'controls'];
const contracts = [...new Set(controls.map(({ contract }) => contract))];
const totals = { findings: 0, unexplained: 0, proofs: 0, proven: 0, controls: 0, refuted: 0 };

function tell(isFine, sentence, seconds) {
  console.log(`${isFine ? '✓' : '✗'} ${sentence} (${seconds.toFixed(1)} s)`);
  if (!isFine) process.exitCode = 1;
}

const secondsSince = (startedAt) => (performance.now() - startedAt) / 1000;

async function analyse() {
  const startedAt = performance.now();
  const { findings, broken } = await runSlither();
  totals.findings = findings;
  totals.unexplained = broken.length;
  for (const sentence of broken) console.log(`  slither: ${sentence}`);
  const isFine = findings > 0 && broken.length === 0;
  tell(isFine, `slither: ${findings} findings, ${broken.length} of them unexplained`, secondsSince(startedAt));
}

/** Runs `body` in a copy of the contracts, which goes afterwards. */
async function inCopy(body) {
  const copy = copyToAnalyse('proof');
  try {
    return await body(copy);
  } finally {
    await copy.remove();
  }
}

async function proveAll(contract) {
  const startedAt = performance.now();
  const { outcomes, complaint } = await inCopy((copy) => prove(copy, { contract }));
  for (const { property, verdict, seconds, paths } of outcomes) {
    totals.proofs += 1;
    totals.proven += verdict === 'proven' ? 1 : 0;
    tell(verdict === 'proven', `${contract}: ${property}: ${verdict}, ${paths} paths`, seconds);
  }
  const named = new Set(outcomes.map(({ property }) => property));
  const unproven = controls.filter((control) => control.contract === contract && !named.has(control.property));
  for (const { property } of unproven)
    tell(false, `${contract}: ${property}: not run ${complaint}`, secondsSince(startedAt));
}

/** Puts the error into the copy. What it changes must be there, in one place. */
function breakCopy(copy, { file, from, to }) {
  const target = path.join(copy.directory, file);
  const source = fs.readFileSync(target, 'utf8');
  if (source.split(from).length !== 2)
    throw new Error(`${file} does not have "${from}" once: renew scripts/analysis/controls.mjs.`);
  fs.writeFileSync(
    target,
    source.replace(from, () => to),
  );
}

async function refute(copy, control) {
  const startedAt = performance.now();
  const file = path.join(copy.directory, control.file);
  const whole = fs.readFileSync(file);
  breakCopy(copy, control);
  const { outcomes, complaint } = await prove(copy, { ...control, isOneEnough: true });
  fs.writeFileSync(file, whole);
  const isRefuted = outcomes.length === 1 && outcomes[0].verdict === 'refuted';
  totals.controls += 1;
  totals.refuted += isRefuted ? 1 : 0;
  const verdict = outcomes[0]?.verdict ?? `not run ${complaint}`;
  tell(isRefuted, `control, ${control.breaks}: ${control.property}: ${verdict}`, secondsSince(startedAt));
}

const refuteAll = (some) =>
  inCopy(async (copy) => {
    for (const control of some) await refute(copy, control);
  });

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string', default: parts.join(',') } } });
  const wanted = values.only.split(',');
  const unknown = wanted.find((part) => !parts.includes(part));
  if (unknown) throw new Error(`There is no part "${unknown}": ${parts.join(', ')}.`);
  onEnd(() => process.exit(130));

  const startedAt = performance.now();
  const [first, second, third] = contracts.map((contract) => () => proveAll(contract));
  const half = Math.ceil(controls.length / 2);
  // Two at a time: each tool works on one processor.
  const lanes = [
    [
      ['slither', analyse],
      ['proofs', second],
      ['proofs', third],
      ['controls', () => refuteAll(controls.slice(half))],
    ],
    [
      ['proofs', first],
      ['controls', () => refuteAll(controls.slice(0, half))],
    ],
  ];
  await Promise.all(
    lanes.map(async (steps) => {
      for (const [part, step] of steps) if (wanted.includes(part)) await step();
    }),
  );
  console.log(JSON.stringify({ ...totals, seconds: Math.round(secondsSince(startedAt)) }));
  process.exit();
}

endWithSentence(main);
