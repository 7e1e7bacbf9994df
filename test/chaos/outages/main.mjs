// node test/chaos/outages/main.mjs [--seed number] [--minutes number] [--only text]: the indexer and the GraphQL door while
// what they live on breaks. One line for each trial; the last line is JSON.
import { parseArgs } from 'node:util';
import { onEnd } from '../../../scripts/lib/processes.mjs';
import { Random } from '../../support/random.mjs';
import { OutageWorld } from '../world/outage-world.mjs';
import { chainOutages } from './chain-outages.mjs';
import { databaseOutages } from './database-outages.mjs';
import { runOutage } from './run-outage.mjs';
import { startTogether } from './start-together.mjs';

const DIFFERENCES_SHOWN = 20;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});

/** An outage as a trial: it lasts as long as it has to, or as long as we are told. */
const through = (outage) => {
  const seconds = Math.max(outage.seconds, Number(values.minutes) * 60);
  return { ...outage, carryOut: (world) => runOutage(world, outage, seconds) };
};
const together = { name: 'twenty processes start together on an empty database', carryOut: startTogether };

/** The trials of one world, one after the other. */
async function runAll({ world, trials }) {
  const results = [];
  try {
    for (const trial of trials) results.push(await runOne(world, trial));
  } finally {
    await world.stop();
  }
  return results;
}

async function runOne(world, { name, impossible, carryOut }) {
  const reason = impossible?.() ?? null;
  if (reason !== null) {
    console.log(`- ${name}: not run here: ${reason}`);
    return { skipped: 1, failed: 0 };
  }
  const { figures, recoverySeconds = 0, broken } = await carryOut(world);
  console.log(`${broken.length === 0 ? '✓' : '✗'} ${name}: ${figures}`);
  for (const line of broken.slice(0, DIFFERENCES_SHOWN)) console.log(`    ${line.slice(0, 400)}`);
  if (broken.length > 0) console.log(world.indexer.lastWords);
  return { skipped: 0, failed: Number(broken.length > 0), recoverySeconds };
}

/** Two worlds at once, for most of the time is spent waiting: one loses its database, the other its chain. */
async function runBoth(seed) {
  const kinds = [databaseOutages().map(through), [together, ...chainOutages().map(through)]];
  const worlds = [];
  for (const [index, all] of kinds.entries()) {
    const trials = all.filter(({ name }) => name.includes(values.only));
    if (trials.length > 0) worlds.push({ trials, world: await OutageWorld.start(new Random(seed + index)) });
  }
  const endings = await Promise.allSettled(worlds.map(runAll));
  for (const { reason } of endings) if (reason) throw reason;
  return endings.flatMap(({ value }) => value);
}

onEnd(() => process.exit(130));
console.log(`seed ${values.seed}: the indexer and the GraphQL door through outages`);
const results = await runBoth(Number(values.seed));
const sum = (pick) => results.reduce((total, result) => total + pick(result), 0);
const failed = sum((result) => result.failed);
const skipped = sum((result) => result.skipped);
const worstRecoverySeconds = Math.max(0, ...results.map(({ recoverySeconds = 0 }) => recoverySeconds));
console.log(
  JSON.stringify({ trials: results.length, failed, skipped, worstRecoverySeconds, seed: Number(values.seed) }),
);
process.exit(failed === 0 ? 0 : 1);
