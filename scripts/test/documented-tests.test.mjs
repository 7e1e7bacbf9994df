import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const read = (...parts) => fs.readFileSync(path.join(root, ...parts), 'utf8');

/** The rows of a table by the id in their first column; the tests stand in the last. */
function rowsOf(document, id) {
  const rows = read('docs', document)
    .split('\n')
    .map((line) => line.split(' | '))
    .filter(([first]) => id.test(first));
  return new Map(rows.map((cells) => [cells[0].replace('| ', ''), cells.at(-1)]));
}

const namesIn = (text) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name);
const sentencesIn = (text) => [...text.matchAll(/"([^"]+)"/g)].map(([, sentence]) => sentence);
const numbered = (prefix, count) => Array.from({ length: count }, (_, index) => prefix(index + 1));

function textOf(directory, suffix) {
  const files = fs.readdirSync(path.join(root, directory), { recursive: true });
  return files
    .filter((name) => name.endsWith(suffix))
    .map((name) => read(directory, name))
    .join('\n');
}

function assertTold(rows) {
  const [solidity, typescript] = [textOf('contracts/test', '.t.sol'), textOf('api/test', 'spec.ts')];
  for (const [id, tests] of rows) {
    const [names, sentences] = [namesIn(tests), sentencesIn(tests)];
    assert.ok(names.length + sentences.length > 0, `${id} names no test`);
    for (const name of names) assert.ok(solidity.includes(`function ${name}(`), `${id}: there is no ${name}`);
    for (const sentence of sentences) assert.ok(typescript.includes(`it('${sentence}'`), `${id}: no "${sentence}"`);
  }
}

it('finds the tests that every invariant names', () => {
  const rows = rowsOf('invariants.md', /^\| INV-\d/);

  assert.deepEqual(
    [...rows.keys()],
    numbered((n) => `INV-${String(n).padStart(2, '0')}`, rows.size),
  );
  assert.ok(rows.size >= 20, 'an invariant has gone');
  assertTold(rows);
});

it('finds the tests that every attack names', () => {
  const rows = rowsOf('attacks.md', /^\| A\d/);

  assert.deepEqual(
    [...rows.keys()],
    numbered((n) => `A${n}`, 30),
  );
  assertTold(rows);
});
