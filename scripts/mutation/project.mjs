import fs from 'node:fs';
import path from 'node:path';
import { contractsCopy } from '../lib/contracts-copy.mjs';
import { forgeTests } from '../lib/forge-tests.mjs';
import { Schema, switchSource } from './schema.mjs';
import { readSources } from './syntax.mjs';

// Gas and bytecode are what the switches change. Invariants take minutes: what only they would notice counts as survived.
const leftOutFiles = ['contracts/test/Gas*', 'contracts/test/Bytecode*', 'contracts/test/invariants/*'];
const mostLeftOut = 8;

/** A copy whose sources hold every mutant behind a switch; the sources as they were, and the mutants. */
export function mutatedCopy() {
  const copy = contractsCopy({
    // One build is all there is; and a test that expects a constructor to revert would end there.
    FOUNDRY_DYNAMIC_TEST_LINKING: 'false',
    FOUNDRY_CODE_SIZE_LIMIT: '1000000',
    FOUNDRY_FUZZ_RUNS: '16',
  });
  const sources = readSources(copy.directory);
  const schema = new Schema(sources);
  for (const source of sources) {
    fs.writeFileSync(path.join(copy.directory, source.name), schema.instrument(source), 'latin1');
  }
  fs.writeFileSync(path.join(copy.directory, 'contracts/src/MutationSwitch.sol'), switchSource);
  return { copy, sources, mutants: schema.mutants, beyond: schema.beyond };
}

/** The block's coinbase switches a mutant on; zero stands for none. */
const coinbaseOf = (id) => `0x4d75746174696f6e00000000${id.toString(16).padStart(16, '0')}`;

/**
 * Runs the tests against one mutant until the first is red.
 * @param {Awaited<ReturnType<typeof contractsCopy>>} copy
 * @param {number} id
 * @param {{files?: string[], withoutFiles?: string[], without?: string[]}} selection only these files, or all but these; not
 *   these tests
 */
export function testMutant(copy, id, { files = [], withoutFiles = [], without = [] }) {
  const selection =
    files.length > 0
      ? ['--match-path', `{${files.join(',')}}`]
      : ['--no-match-path', `{${[...leftOutFiles, ...withoutFiles].join(',')}}`];
  const leftOut = without.length > 0 ? ['--no-match-test', `^(${without.join('|')})\\b`] : [];
  const haste = id === 0 ? [] : ['--fail-fast'];
  return forgeTests(copy, ['--block-coinbase', coinbaseOf(id), ...haste, ...selection, ...leftOut], {
    seconds: id === 0 ? 1800 : 240,
  });
}

/**
 * Builds, and runs all tests without any mutant.
 * @returns {Promise<{green: number, without: string[]}>} `without`: the tests that are red though nothing is mutated
 */
export async function testOriginal(copy) {
  const { outcomes, complaint } = await testMutant(copy, 0, {});
  if (complaint) throw new Error(`The instrumented contracts cannot be tested: ${complaint}`);
  const red = outcomes.filter(({ status }) => status === 'Failure');
  if (red.length > mostLeftOut || red.some(({ name }) => name === 'setUp')) {
    throw new Error(`Without any mutant ${red.length} tests are red: ${red.map(({ name }) => name).join(', ')}.`);
  }
  return { green: outcomes.length - red.length, without: red.map(({ name }) => name) };
}
