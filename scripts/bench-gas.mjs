// npm run bench:gas [-- --renew]: what each operation of the governor costs, ours and OpenZeppelin's in the same run; the
// last line is JSON. `--renew` writes contracts/snapshots, which `npm test` compares to the unit. See docs/gas.md.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { foundryBinary } from './lib/foundry.mjs';
import { aboveLimit, gasFigures, gasTable, readSnapshots } from './lib/gas-figures.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** Runs the workload; forge leaves its snapshots in the directory. */
function measure(directory) {
  const { status, stdout } = spawnSync(foundryBinary('forge'), ['test', '--match-path', 'contracts/test/Gas.t.sol'], {
    cwd: root,
    env: { ...process.env, FOUNDRY_PROFILE: 'gas', FOUNDRY_SNAPSHOTS: directory, FORGE_SNAPSHOT_CHECK: 'false' },
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stdout}\nThe workload failed: forge says why above.`);
  return readSnapshots(directory);
}

await endWithSentence(() => {
  const { values } = parseArgs({ options: { renew: { type: 'boolean' } } });
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-gas-'));
  const snapshots = measure(values.renew ? path.join(root, 'contracts/snapshots') : temporary);
  fs.rmSync(temporary, { recursive: true });

  const { ours, openzeppelin } = gasFigures(snapshots);
  const problems = aboveLimit({ ours, openzeppelin });
  console.log(
    'Gas of whole transactions. One action, a description of 64 bytes, 130 voters, the quorum at the 40th vote.\n',
  );
  console.log(gasTable(snapshots));
  console.log(
    "\nOpenZeppelin has no batch: its figure is a relayer's contract that hands castVoteBySig over ballot by ballot.",
  );
  console.log('Its propose is without a #proposer= suffix, which ours demands.');
  for (const problem of problems) console.log(`ABOVE ITS LIMIT: ${problem}`);
  console.log(JSON.stringify({ ours, openzeppelin }));
  if (problems.length > 0) process.exitCode = 1;
});
