import assert from 'node:assert/strict';
import { it } from 'node:test';
import { countChaos, countDemo, countForge, countJest, countPytest, countSim, countTap } from '../lib/test-counts.mjs';

it('counts what forge says', () => {
  const output =
    'Ran 2 test suites in 2.36ms (308.98µs CPU time): 41 tests passed, 2 failed, 0 skipped (43 total tests)';
  assert.deepEqual(countForge(output), { passed: 41, failed: 2 });
});

it('counts what jest says, and a file that did not load as failed', () => {
  const summary = (suites, tests) => `Test Suites: ${suites}\nTests:       ${tests}\nSnapshots:   0 total`;
  assert.deepEqual(countJest(summary('1 failed, 3 passed, 4 total', '2 failed, 9 passed, 11 total')), {
    passed: 9,
    failed: 2,
  });
  assert.deepEqual(countJest(summary('1 failed, 3 passed, 4 total', '9 passed, 9 total')), { passed: 9, failed: 1 });
});

it('counts what pytest says, quiet or not', () => {
  assert.deepEqual(countPytest('....F\n1 failed, 4 passed, 2 warnings in 3.21s'), { passed: 4, failed: 1 });
  assert.deepEqual(countPytest('=== 4 passed, 1 error in 63.21s (0:01:03) ==='), { passed: 4, failed: 1 });
});

it('counts what the runner of Node says', () => {
  assert.deepEqual(countTap('# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n'), { passed: 3, failed: 2 });
});

it('counts the promises of the demo', () => {
  assert.deepEqual(countDemo('\nDemo: 17 promises kept, 1 broken\n{}'), { passed: 17, failed: 1 });
});

it('takes silence for nothing that ran', () => {
  for (const count of [countDemo, countForge, countJest, countPytest, countTap]) {
    assert.equal(count('error: something went wrong before the first test'), null);
  }
});

it('counts what went through chaos, when both kinds came to their end', () => {
  const outages = '✓ PostgreSQL killed: 10 s\n- the disk is full: not run here\n{"trials":2,"failed":0}\n';
  const runs = '✗ 1: kill -9 of executor\n    the trainer began: 2 times\n{"cells":1,"failed":1}\n';
  assert.deepEqual(countChaos(outages + runs), { passed: 1, failed: 1 });
  assert.equal(countChaos(outages), null);
});

it('counts the seeds that were right and the sabotage that was found', () => {
  const seeds = '✓ seed 1: right; 172 blocks\n✗ seed 2: 1 differences\n    vote_cast: the row is missing\n';
  assert.deepEqual(countSim(`${seeds}✓ sabotage: a fact is missing: found\n{"seeds":2,"failed":1}\n`), {
    passed: 2,
    failed: 1,
  });
  assert.equal(countSim(seeds), null);
});
