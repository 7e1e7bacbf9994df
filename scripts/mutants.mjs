// npm run mutants: takes one defence after another out of a copy of the contracts, and demands that the tests which stand for
// it go red. `--only A05,A17` takes some. Last line: {"mutants","killed"}.
import { contractsCopy } from './lib/contracts-copy.mjs';
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';
import { demandGreen, kill } from './mutants/kill.mjs';
import { readPatches, selectPatches, testFilesByName } from './mutants/patches.mjs';

/** The ids after `--only`. */
function wantedIds(args) {
  const index = args.indexOf('--only');
  return index === -1 ? [] : (args[index + 1] ?? '').split(',').filter(Boolean);
}

async function killAll(copy, patches) {
  const filesByName = testFilesByName();
  console.log(`Building a copy of the contracts, and running the tests of ${patches.length} patches without them…`);
  await demandGreen(copy, filesByName, patches);
  const killedRows = new Map();
  let killed = 0;
  for (const patch of patches) {
    const startedAt = performance.now();
    const alive = await kill(copy, filesByName, patch);
    const seconds = `(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`;
    const isKilled = alive.length === 0;
    killed += isKilled ? 1 : 0;
    killedRows.set(patch.row, (killedRows.get(patch.row) ?? true) && isKilled);
    const told = isKilled ? `red: ${patch.red.join(', ')}` : alive.join('; ');
    console.log(`${isKilled ? '✓' : '✗'} ${patch.name}: ${patch.removes}: ${told} ${seconds}`);
  }
  const rows = [...killedRows.values()];
  console.log(`${rows.filter(Boolean).length} of ${rows.length} rows of docs/attacks.md hold.`);
  return killed;
}

async function main() {
  const patches = selectPatches(readPatches(), wantedIds(process.argv));
  const copy = contractsCopy();
  onEnd(() => copy.remove().then(() => process.exit(130)));
  try {
    const killed = await killAll(copy, patches);
    console.log(JSON.stringify({ mutants: patches.length, killed }));
    process.exitCode = killed === patches.length ? 0 : 1;
  } finally {
    await copy.remove();
  }
  process.exit();
}

await endWithSentence(main);
