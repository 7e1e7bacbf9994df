import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { foundryBinary } from './foundry.mjs';
import { brokenHouseRules } from './house-rules.mjs';
import { sourceFiles } from './source-files.mjs';
import { countForge, countJest, countPytest, countTap } from './test-counts.mjs';
import { scriptTests, workerTests } from './test-parts.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const node = process.execPath;
const tool = (name) => path.join(root, 'node_modules', name);
const compiler = tool('typescript-7/bin/tsc');
const generatedPaths = ['api/src/abi', 'api/schema.graphql', 'web/src/generated'];

/** What `npm run generate` left different from what is committed. */
function staleFiles() {
  const { stdout } = spawnSync('git', ['status', '--porcelain', '--', ...generatedPaths], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => `${line}: commit what npm run generate wrote`);
}

const hasWorkerEnvironment = () => fs.existsSync(path.join(root, '.venv/bin/python'));

/**
 * The steps of `npm run check`, the quick ones first: a command (one that runs tests tells how they are counted), or a
 * function that lists what is wrong.
 * @type {{name: string, command?: () => string[], count?: (output: string) => import('./test-counts.mjs').Counts,
 *   find?: () => string[]}[]}
 */
export const checkSteps = [
  {
    name: 'format and lint',
    command: () => [tool('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--colors=off', '.'],
  },
  { name: 'house rules', find: () => brokenHouseRules(sourceFiles()) },
  {
    name: 'floors',
    command: () => [
      node,
      tool('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'api',
      'web',
      'test',
      'scripts',
    ],
  },
  { name: 'contracts format', command: () => [foundryBinary('forge'), 'fmt', '--check'] },
  {
    name: 'contracts style',
    command: () => [
      node,
      tool('solhint/solhint.js'),
      '--disc',
      '--noPoster',
      '--max-warnings',
      '0',
      'contracts/{src,script,proofs}/**/*.sol',
    ],
  },
  { name: 'contracts lint', command: () => [foundryBinary('forge'), 'lint', '-D', 'warnings'] },
  { name: 'generate', command: () => [node, 'scripts/generate.mjs'] },
  { name: 'generated files are committed', find: staleFiles },
  { name: 'types of api', command: () => [node, compiler, '-p', 'tsconfig.json'] },
  { name: 'types of whole-system tests', command: () => [node, compiler, '-p', 'test/tsconfig.json'] },
  { name: 'types of web', command: () => [node, compiler, '-p', 'web/tsconfig.json'] },
  { name: 'unit tests of scripts', command: scriptTests, count: countTap },
  { name: 'unit tests of contracts', command: () => [foundryBinary('forge'), 'test'], count: countForge },
  { name: 'unit tests of api', command: () => [node, 'scripts/jest.mjs', 'api-unit'], count: countJest },
  { name: 'unit tests of web', command: () => [node, 'scripts/jest.mjs', 'web'], count: countJest },
  hasWorkerEnvironment()
    ? { name: 'unit tests of worker', command: () => workerTests('-m', 'not slow'), count: countPytest }
    : { name: 'unit tests of worker', find: () => ['.venv is missing: node scripts/setup-worker.mjs'] },
];
