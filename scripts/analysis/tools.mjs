import path from 'node:path';
import { contractsCopy } from '../lib/contracts-copy.mjs';
import { foundryBinary } from '../lib/foundry.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const environment = path.join(root, '.venv-contracts');

/** Python of the environment that scripts/setup-analysis.mjs makes. */
export const python = path.join(environment, 'bin/python');

/** The tools look for forge and for their solver on the path. */
const searchPath = [
  path.dirname(foundryBinary('forge')),
  path.join(environment, 'bin'),
  path.join(environment, 'packages/bin'),
  process.env.PATH,
].join(path.delimiter);

/** A copy of the contracts to analyse: builds there disturb none in the working tree, and it can be broken on purpose. */
export function copyToAnalyse(profile) {
  return contractsCopy({
    PATH: searchPath,
    FOUNDRY_PROFILE: profile,
    FOUNDRY_SOLC: path.join(root, 'scripts/solc.cjs'),
    FOUNDRY_DYNAMIC_TEST_LINKING: 'false',
    // Else wide results are cut to the width of the terminal.
    COLUMNS: '200',
    NO_COLOR: '1',
  });
}
