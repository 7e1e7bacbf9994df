import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import { outcomesOf } from '../lib/forge-tests.mjs';
import { tableOf } from '../mutation/report.mjs';
import { Schema, switchSource, wrapped } from '../mutation/schema.mjs';
import { readSources } from '../mutation/syntax.mjs';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-schema-'));
const folder = path.join(directory, 'contracts/src');
fs.mkdirSync(folder, { recursive: true });
after(() => fs.rmSync(directory, { recursive: true }));

/** Mutates one contract; what comes of it must compile. */
function mutate(body) {
  const file = path.join(folder, 'Box.sol');
  fs.writeFileSync(
    file,
    `// SPDX-License-Identifier: Apache-2.0\npragma solidity ^0.8.30;\n\ncontract Box {\n${body}\n}\n`,
  );
  fs.rmSync(path.join(folder, 'MutationSwitch.sol'), { force: true });
  const [source] = readSources(directory);
  const schema = new Schema([source]);
  fs.writeFileSync(file, schema.instrument(source), 'latin1');
  fs.writeFileSync(path.join(folder, 'MutationSwitch.sol'), switchSource);
  readSources(directory);
  return { schema, changes: schema.mutants.map(({ operator, original, changed }) => [operator, original, changed]) };
}

it('puts texts around ranges that lie in one another', () => {
  const wraps = [
    { range: [0, 3], prefix: '(', suffix: ')' },
    { range: [0, 1], prefix: '[', suffix: ']' },
    { range: [2, 3], prefix: '{', suffix: '}' },
  ];
  assert.equal(wrapped('a+b', wraps), '([a]+{b})');
});

it('takes guards away and moves their bounds', () => {
  const { changes, schema } = mutate('error No(); function f(uint8 a) external pure { if (a >= 7) revert No(); }');

  assert.deepEqual(changes, [
    ['relational operator', 'a >= 7', 'a > 7'],
    ['relational operator', 'a >= 7', 'a < 7'],
    ['guard', 'a >= 7', 'false'],
    ['constant', '7', '7 + 1'],
    ['constant', '7', '7 - 1'],
  ]);
  assert.equal(schema.mutants[0].place, 'Box.f');
});

it('leaves out statements, with and without braces', () => {
  const { changes } = mutate(
    'uint256 a; event E(); function f(bool b) external { if (b) a = 1; else emit E(); if (!b) return; delete a; }',
  );

  assert.deepEqual(
    changes.filter(([operator]) => operator === 'statement').map(([, original]) => original),
    ['a = 1', 'emit E()', 'return;', 'delete a'],
  );
});

it('changes a constant wherever it is used, and never where it is declared', () => {
  const { changes } = mutate(
    'uint8 constant N = 3; uint8[N] xs; function f(uint8 a) external pure returns (uint8) { return a + N > N ? N : a; }',
  );

  assert.deepEqual(
    changes.filter(([, original]) => original === 'N'),
    [
      ['constant', 'N', 'N + 1'],
      ['constant', 'N', 'N - 1'],
    ],
  );
});

it('takes modifiers away, whatever a function takes and returns', () => {
  const { changes, schema } = mutate(`
    modifier guarded(uint256 a) { require(a != 0); _; }
    function f(uint256 a, bytes calldata b) external guarded(a) returns (uint256 c, bytes memory d) { (c, d) = (a, b); }
    function g(uint256 a) public guarded(a) {}
    function h(uint256) external guarded(1) {}`);

  assert.equal(changes.filter(([operator]) => operator === 'modifier').length, 2);
  assert.deepEqual(
    schema.beyond.map(({ what }) => what),
    ['modifier'],
  );
});

it('reads what forge tells', () => {
  const told = {
    'contracts/test/A.t.sol:Stake': { test_results: { 'test_A(uint8)': { status: 'Failure', reason: 'no' } } },
  };
  assert.deepEqual(outcomesOf(told), [
    { file: 'contracts/test/A.t.sol', contract: 'Stake', name: 'test_A', status: 'Failure', reason: 'no' },
  ]);
});

it('counts by source', () => {
  const mutants = [1, 2, 3].map((id) => ({ id, file: id === 3 ? 'contracts/src/b.sol' : 'contracts/src/a.sol' }));
  assert.match(
    tableOf(mutants, ({ id }) => id > 1),
    /a\.sol +2 +1 +1 +50\.0 %\nb\.sol +1 +1 +0 +100\.0 %/,
  );
});
