import assert from 'node:assert/strict';
import { it } from 'node:test';
import { percent, readLcov, sumOf } from '../lib/lcov.mjs';

const report = `TN:
SF:contracts/src/One.sol
DA:5,2
DA:6,0
FN:5,7,One.go
FNDA:2,One.go
BRDA:6,0,0,-
BRDA:7,1,0,1
FNF:1
FNH:1
end_of_record
SF:contracts/src/Two.sol
DA:9,1
BRDA:9,0,0,0
end_of_record
`;

it('reads what ran of each file, and where it did not', () => {
  const [one, two] = readLcov(report);

  assert.deepEqual(one, {
    file: 'contracts/src/One.sol',
    lines: { total: 2, hit: 1 },
    functions: { total: 1, hit: 1 },
    branches: { total: 2, hit: 1 },
    missed: [6, 6],
  });
  assert.deepEqual(two.branches, { total: 1, hit: 0 });
  assert.deepEqual(two.missed, [9]);
});

it('sums files, and rounds down', () => {
  assert.deepEqual(sumOf(readLcov(report), 'branches'), { total: 3, hit: 1 });
  assert.equal(percent({ total: 3, hit: 1 }), 33.33);
  assert.equal(percent({ total: 10_001, hit: 10_000 }), 99.99);
  assert.equal(percent({ total: 0, hit: 0 }), 100);
});
