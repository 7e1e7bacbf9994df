// Simulates an organization's chain, its reorgs and its outages; `npm run test:sim -- --help` says how.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { foundSeeds } from './found-seeds.mjs';
import { runInLanes } from './run/lanes.mjs';
import { sabotages } from './run/sabotage.mjs';

const help = `npm run test:sim -- [--seeds 50] [--from 1] [--seed 123] [--prove] [--lanes 3]
  without options: 50 seeds, and --prove
  --seeds   how many seeds, and every one that ever failed
  --from    the first of them
  --seed    this one alone
  --prove   only sabotage: somebody breaks the index, and it has to be noticed
  --lanes   how many at a time; some wait while others work, so by default one more than there are cores
The last line is JSON.`;

const DIFFERENCES_SHOWN = 10;

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    prove: { type: 'boolean', default: false },
    lanes: { type: 'string', default: String(os.availableParallelism() + 1) },
    help: { type: 'boolean', default: false },
  },
});

function tasksOf() {
  const proofs = sabotages.map(({ name }, index) => ({ seed: index + 1, sabotage: name }));
  if (options.prove) return proofs;
  if (options.seed) return [{ seed: Number(options.seed) }];
  const from = Number(options.from ?? 1);
  const seeds = Array.from({ length: Number(options.seeds ?? 50) }, (_, index) => from + index);
  const others = foundSeeds.map(({ seed }) => seed).filter((seed) => !seeds.includes(seed));
  const isAll = options.seeds === undefined && options.from === undefined;
  return [...[...others, ...seeds].map((seed) => ({ seed })), ...(isAll ? proofs : [])];
}

const total = { seeds: 0, failed: 0, blocks: 0, logs: 0, reorgs: 0, faults: 0, cells: 0 };

function onSabotage({ sabotage, differences, isFound }) {
  if (!isFound) total.failed += 1;
  const verdict = isFound ? 'found' : `not found: ${differences[0] ?? 'nobody noticed'}`;
  console.log(`${isFound ? '✓' : '✗'} sabotage: ${sabotage}: ${verdict}`);
}

function onSeed({ seed, differences, seconds, ...figures }) {
  total.seeds += 1;
  for (const [name, value] of Object.entries(figures)) if (name in total) total[name] += value;
  const found = foundSeeds.find((one) => one.seed === seed);
  const told = ['blocks', 'logs', 'reorgs', 'faults', 'cells'].map((name) => `${figures[name]} ${name}`).join(', ');
  const isRight = differences.length === 0;
  const verdict = isRight ? 'right' : `${differences.length} differences`;
  const once = found ? `; it once found that ${found.found}` : '';
  console.log(`${isRight ? '✓' : '✗'} seed ${seed}: ${verdict}; ${told} (${seconds.toFixed(1)} s)${once}`);
  if (isRight) return;
  total.failed += 1;
  for (const difference of differences.slice(0, DIFFERENCES_SHOWN)) console.log(`    ${difference}`);
  console.log(`    Again: npm run test:sim -- --seed ${seed}`);
}

if (options.help) {
  console.log(help);
} else {
  await runInLanes(tasksOf(), Number(options.lanes), (result) => (result.sabotage ? onSabotage : onSeed)(result));
  console.log(JSON.stringify(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
}
