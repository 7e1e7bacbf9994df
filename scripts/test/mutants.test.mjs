import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { applyPatch } from '../lib/contracts-copy.mjs';
import { fileOfTest, readPatches, selectPatches, testFilesByName } from '../mutants/patches.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const patches = readPatches();
const rows = Array.from({ length: 30 }, (_, index) => `A${index + 1}`);

it('has a patch for every row of the attacks', () => {
  assert.deepEqual(
    rows.filter((row) => !patches.some((patch) => patch.row === row)),
    [],
  );
  for (const { name, row, removes } of patches) {
    assert.equal(`A${Number(name.slice(1, 3))}`, row, `${name} is named after another row`);
    assert.ok(removes, `${name} does not say what it removes`);
  }
});

it('finds the tests that must go red, and the page of attacks names them too', () => {
  const filesByName = testFilesByName();
  const page = fs.readFileSync(path.join(root, 'docs/attacks.md'), 'utf8').split('\n');
  for (const { name, row, red } of patches) {
    assert.ok(red.length > 0, `${name} names no test`);
    const line = page.find((candidate) => candidate.startsWith(`| ${row} |`));
    for (const test of red) {
      assert.ok(fileOfTest(filesByName, test));
      assert.ok(line.includes(`\`${test}\``), `docs/attacks.md does not name ${test}, of ${name}, in ${row}`);
    }
  }
});

it('finds that every patch applies to the contracts as they are', () => {
  for (const { name, file } of patches) assert.equal(applyPatch(root, file, '--check'), '', `${name} is out of date`);
});

it('selects patches by row or name', () => {
  const named = ['A01-x', 'A05a-x', 'A05b-x', 'A15-x'].map((name) => ({ name, row: `A${Number(name.slice(1, 3))}` }));
  const select = (...ids) => selectPatches(named, ids).map(({ name }) => name);

  assert.deepEqual(select('A05'), ['A05a-x', 'A05b-x']);
  assert.deepEqual(select('A5b', 'A1'), ['A01-x', 'A05b-x']);
  assert.equal(select().length, 4);
  assert.throws(() => select('A99'), /There is no patch for A99/);
});
