import fs from 'node:fs';
import path from 'node:path';
import { foundryBinary } from './foundry.mjs';
import {
  countAnalysis,
  countChaos,
  countDemo,
  countForge,
  countJest,
  countPytest,
  countSim,
  countTap,
} from './test-counts.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const node = process.execPath;

/** The files of Node's own runner; a directory would make it run what is no test. */
export function scriptTests() {
  const directory = path.join(root, 'scripts/test');
  const names = fs.readdirSync(directory).filter((name) => name.endsWith('.test.mjs'));
  return [node, '--test', '--test-reporter=tap', ...names.map((name) => path.join(directory, name))];
}

/** Worker tests; `extra` selects some. */
export function workerTests(...extra) {
  return [
    path.join(root, '.venv/bin/python'),
    '-m',
    'pytest',
    '-c',
    'worker/pyproject.toml',
    '--rootdir',
    'worker',
    'worker/tests',
    ...extra,
  ];
}

const jest = (project) => [node, 'scripts/jest.mjs', project];

/**
 * The parts of `npm test`. `before` are scripts that bring what the part needs, `env` is what its command is told.
 * @type {{name: string, before?: string[][], env?: NodeJS.ProcessEnv, command: () => string[], count: (output: string) => import('./test-counts.mjs').Counts}[]}
 */
export const testParts = [
  { name: 'scripts', command: scriptTests, count: countTap },
  {
    name: 'contracts',
    // 10,000 fuzz cases, 1,000 invariant runs: see foundry.toml.
    env: { FOUNDRY_PROFILE: 'ci' },
    command: () => [foundryBinary('forge'), 'test'],
    count: countForge,
  },
  {
    name: 'contracts-gas',
    // One unit beside contracts/snapshots fails; `npm run bench:gas -- --renew` writes them anew. See docs/gas.md.
    env: { FOUNDRY_PROFILE: 'gas', FORGE_SNAPSHOT_CHECK: 'true' },
    command: () => [foundryBinary('forge'), 'test', '--match-path', 'contracts/test/Gas.t.sol'],
    count: countForge,
  },
  { name: 'api', command: () => jest('api-unit'), count: countJest },
  { name: 'web', command: () => jest('web'), count: countJest },
  {
    name: 'api-integration',
    before: [
      ['scripts/setup-worker.mjs'],
      ['scripts/setup-s3.mjs'],
      ['scripts/setup-model-signing.mjs'],
      ['scripts/build.mjs', 'contracts', 'api'],
    ],
    command: () => jest('api-integration'),
    count: countJest,
  },
  {
    name: 'engines',
    // Ray and Slurm for real; Debian's Slurm has to be begun by root.
    before: [
      ['scripts/setup-worker.mjs'],
      ['scripts/setup-ray.mjs'],
      ['scripts/setup-slurm.mjs'],
      ['scripts/build.mjs', 'api'],
    ],
    command: () => jest('engines'),
    count: countJest,
  },
  { name: 'worker', before: [['scripts/setup-worker.mjs']], command: () => workerTests(), count: countPytest },
  {
    name: 'e2e',
    before: [['scripts/setup-worker.mjs'], ['scripts/setup-chromium.mjs'], ['scripts/build.mjs']],
    command: () => jest('e2e'),
    count: countJest,
  },
  {
    name: 'demo',
    before: [['scripts/setup-worker.mjs'], ['scripts/build.mjs']],
    command: () => [node, 'scripts/demo.mjs'],
    count: countDemo,
  },
  {
    name: 'chaos',
    before: [['scripts/build.mjs', 'contracts', 'api']],
    command: () => [node, 'scripts/test-chaos.mjs'],
    count: countChaos,
  },
  {
    name: 'sim',
    before: [['scripts/build.mjs', 'api']],
    command: () => [node, 'scripts/test-sim.mjs'],
    count: countSim,
  },
  {
    name: 'contracts-analysis',
    before: [['scripts/setup-analysis.mjs']],
    command: () => [node, 'scripts/analyse-contracts.mjs'],
    count: countAnalysis,
  },
];
