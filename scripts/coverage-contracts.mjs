// npm run coverage:contracts: how much of our contracts the tests reach; the last line is one JSON object. Ends with 1 when
// fewer branches than wanted are taken.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { foundryBinary } from './lib/foundry.mjs';
import { percent, readLcov, sumOf } from './lib/lcov.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const WANTED_BRANCHES_PERCENT = 98;

const root = path.resolve(import.meta.dirname, '..');
const directory = path.join(root, 'contracts/cache/coverage');
const sources = 'contracts/src/';

/** Builds without the optimizer, into a place of its own, and runs every test once; invariants reach nothing more. */
function runForge(reportFile) {
  const args = ['coverage', '--exclude-tests', '--report', 'lcov', '--report-file', reportFile];
  const { status } = spawnSync(
    foundryBinary('forge'),
    [...args, '--no-match-test', '^invariant_', '--fuzz-runs', '64'],
    {
      cwd: root,
      env: {
        ...process.env,
        FOUNDRY_OUT: path.join(directory, 'out'),
        FOUNDRY_CACHE_PATH: path.join(directory, 'cache'),
      },
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) throw new Error('A test failed, or the contracts do not compile: the messages above say which.');
}

function printTable(files) {
  const cell = ({ hit, total }) => `${hit}/${total}`.padStart(9);
  console.log(`${'lines'.padStart(9)} ${'functions'.padStart(9)} ${'branches'.padStart(9)}  file`);
  for (const { file, lines, functions, branches, missed } of files) {
    const where = missed.length === 0 ? '' : `: lines ${[...new Set(missed)].join(', ')} missed`;
    console.log(`${cell(lines)} ${cell(functions)} ${cell(branches)}  ${file.slice(sources.length)}${where}`);
  }
}

endWithSentence(() => {
  fs.mkdirSync(directory, { recursive: true });
  const reportFile = path.join(directory, 'lcov.info');
  runForge(reportFile);

  const files = readLcov(fs.readFileSync(reportFile, 'utf8')).filter(({ file }) => file.startsWith(sources));
  printTable(files);
  const percents = ['lines', 'functions', 'branches'].map((name) => [name, percent(sumOf(files, name))]);
  console.log(JSON.stringify(Object.fromEntries(percents)));
  if (percent(sumOf(files, 'branches')) < WANTED_BRANCHES_PERCENT) process.exitCode = 1;
});
