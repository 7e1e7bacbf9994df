// npm run golden: writes down what others rely on and upgrades cannot take back: each contract's ABI and storage layout.
// The diff of contracts/golden is read by a human; scripts/test/golden.test.mjs fails when it is not up to date.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Interface } from 'ethers';
import { readAbis } from './lib/abi.mjs';
import { foundryBinary } from './lib/foundry.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const root = path.resolve(import.meta.dirname, '..');
const contracts = path.join(root, 'contracts');

/** Where the golden files are. */
export const goldenDirectory = path.join(contracts, 'golden');

/** One line for each function, event and error, as people write them. */
const linesOf = (abi) => new Interface(abi).format().sort();

/** One line for each variable, and for each member of the structs that they hold. */
function slotsOf({ storage, types }) {
  const line = ({ slot, offset, label, type }) => `${slot}:${offset} ${label}: ${types[type].label}`;
  const structs = Object.values(types ?? {})
    .filter(({ members }) => members)
    .map(({ label, members }) => [label, members.map(line)]);
  return { variables: storage.map(line), structs: Object.fromEntries(structs.sort()) };
}

/**
 * The golden files as the sources make them now.
 * @returns {Map<string, string>} content by file name
 */
export function goldenFiles() {
  const { status } = spawnSync(foundryBinary('forge'), ['build', '--quiet', 'contracts/src'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The contracts do not compile: the messages above say where.');
  return new Map(
    [...readAbis(contracts)].map(([name, abi]) => {
      const artifact = path.join(contracts, 'out', `${name}.sol`, `${name}.json`);
      const { storageLayout } = JSON.parse(fs.readFileSync(artifact, 'utf8'));
      const golden = { abi: linesOf(abi), storage: slotsOf(storageLayout) };
      return [`${name}.json`, `${JSON.stringify(golden, null, 2)}\n`];
    }),
  );
}

function writeGolden() {
  const files = goldenFiles();
  fs.rmSync(goldenDirectory, { recursive: true, force: true });
  fs.mkdirSync(goldenDirectory);
  for (const [name, content] of files) fs.writeFileSync(path.join(goldenDirectory, name), content);
  console.log(`Wrote ${files.size} files to ${path.relative(root, goldenDirectory)}: read their diff.`);
}

if (import.meta.filename === process.argv[1]) endWithSentence(writeGolden);
