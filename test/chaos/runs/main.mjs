// node test/chaos/runs/main.mjs [--seeds number] [--seed number] [--only text] [--lanes number]: voted runs, each through one
// fault. One line for each cell; the last line is JSON. Without arguments: every named cell once, and some random ones.
import { parseArgs } from 'node:util';
import { onEnd } from '../../../scripts/lib/processes.mjs';
import { Random } from '../../support/random.mjs';
import { compareWithUndisturbed } from '../compare/undisturbed.mjs';
import { namedCells, randomCell } from './cells.mjs';
import { runCell } from './run-cell.mjs';
import { RunWorld } from './run-world.mjs';

/** What is promised, from the end of a fault to the next step. */
const RECOVERY_SECONDS = 10;
const RANDOM_CELLS = 10;
const LINES_SHOWN = 20;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    lanes: { type: 'string', default: '2' },
  },
});
const named = namedCells();

/** The cell of a seed: the named ones come first, then everything is random. */
const cellOf = (seed) => named[seed - 1] ?? randomCell(new Random(seed));
const nameOf = ({ point, fault }) => `${fault.name} at ${point.name}`;

function wantedSeeds() {
  if (values.seed) return [Number(values.seed)];
  const count = Number(values.seeds ?? named.length + RANDOM_CELLS);
  const all = Array.from({ length: count }, (_, index) => index + 1);
  return all.filter((seed) => nameOf(cellOf(seed)).includes(values.only));
}

const seeds = wantedSeeds();
const results = [];

/** One world after the other: one that a cell has broken is not used again. */
async function runLane(open) {
  let world = null;
  try {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      world ??= await open();
      const result = await runOne(world, seed);
      results.push(result);
      if (result.isWhole) continue;
      await world.stop();
      world = null;
    }
  } finally {
    await world?.stop();
  }
}

async function runOne(world, seed) {
  const cell = cellOf(seed);
  const startedAt = performance.now();
  try {
    const { recoverySeconds, duplicates, losses } = await runCell(world, cell, seed);
    const late = recoverySeconds > RECOVERY_SECONDS ? ['it came too late'] : [];
    const broken = [...duplicates, ...losses, ...late];
    const figures = `next step after ${recoverySeconds.toFixed(1)} s, ${((performance.now() - startedAt) / 1000).toFixed(1)} s in all`;
    console.log(`${broken.length === 0 ? '✓' : '✗'} ${seed}: ${nameOf(cell)}: ${figures}`);
    for (const line of broken) console.log(`    ${line}`);
    if (duplicates.length + losses.length > 0) await printWords(world);
    return {
      recoverySeconds,
      duplicates,
      losses,
      isBroken: broken.length > 0,
      isWhole: duplicates.length + losses.length === 0,
    };
  } catch (error) {
    console.log(`✗ ${seed}: ${nameOf(cell)}: ${error.message}`);
    await printWords(world);
    return { recoverySeconds: 0, duplicates: [], losses: [error.message], isBroken: true, isWhole: false };
  }
}

/** What there is to find out why. */
async function printWords(world) {
  const { processes, database, currentRun } = world;
  const compared = await compareWithUndisturbed({ database, config: world.straightConfig }).catch(({ message }) => ({
    differences: [message],
  }));
  for (const line of compared.differences.slice(0, LINES_SHOWN)) console.log(`    ${line.slice(0, 300)}`);
  const sql = 'SELECT to_state, attempt, at, detail FROM run_ledger_event WHERE run_id = $1 ORDER BY id';
  const events = await database.query(sql, [currentRun()]).catch((error) => [error.message]);
  for (const event of events) console.log(`    ${JSON.stringify(event)}`);
  for (const { name, lastWords } of Object.values(processes)) console.log(`    -- ${name}\n${lastWords.slice(-3000)}`);
}

/** Worlds are opened one at a time: the deployment is written to a file that both would use. */
function openOneAtATime() {
  let opening = Promise.resolve();
  return () => {
    const opened = opening.then(() => RunWorld.start());
    opening = opened.catch(() => {});
    return opened;
  };
}

onEnd(() => process.exit(130));
const startedAt = performance.now();
const open = openOneAtATime();
const lanes = Math.min(Number(values.lanes), seeds.length);
const endings = await Promise.allSettled(Array.from({ length: lanes }, () => runLane(open)));
for (const { reason } of endings) if (reason) throw reason;
const count = (pick) => results.filter(pick).length;
console.log(
  JSON.stringify({
    cells: results.length,
    failed: count(({ isBroken }) => isBroken),
    duplicates: count(({ duplicates }) => duplicates.length > 0),
    losses: count(({ losses }) => losses.length > 0),
    worstRecoverySeconds: Math.max(...results.map(({ recoverySeconds }) => recoverySeconds)),
    seconds: Math.round((performance.now() - startedAt) / 1000),
  }),
);
process.exit(count(({ isBroken }) => isBroken) === 0 && results.length > 0 ? 0 : 1);
