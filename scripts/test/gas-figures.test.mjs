import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { aboveLimit, gasFigures, gasTable, operations, readSnapshots } from '../lib/gas-figures.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const committed = () => readSnapshots(path.join(root, 'contracts/snapshots'));

it('finds no committed figure above its limit', () => {
  assert.deepEqual(aboveLimit(gasFigures(committed())), []);
});

it('tells a figure that is one unit above its limit', () => {
  const snapshots = committed();
  snapshots.ours.propose = String(operations.propose.limit + 1);

  assert.deepEqual(aboveLimit(gasFigures(snapshots)), ['propose: 104,001 is more than 104,000']);
});

it("takes OpenZeppelin's figure as the limit of what has no other", () => {
  const snapshots = committed();
  snapshots.ours.transfer = String(Number(snapshots.openzeppelin.transfer) + 1);

  assert.match(aboveLimit(gasFigures(snapshots)).join(), /^transfer of the token: /);
});

it('refuses snapshots that lack an operation', () => {
  const snapshots = committed();
  delete snapshots.openzeppelin.queue;

  assert.throws(() => gasFigures(snapshots), { message: 'The snapshots have no "queue".' });
});

it('finds the table of docs/gas.md as it was measured', () => {
  const page = fs.readFileSync(path.join(root, 'docs/gas.md'), 'utf8');

  assert.ok(page.includes(gasTable(committed())), 'docs/gas.md: put in the table that npm run bench:gas prints');
});
