import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { controls } from '../analysis/controls.mjs';
import { outcomesOf } from '../analysis/proofs.mjs';
import { explanationsIn, findingsOf, unexplained } from '../analysis/slither.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');

const contract = { type: 'contract', name: 'Vault' };
const inFunction = { type: 'function', name: 'pay', type_specific_fields: { parent: contract } };
const aFinding = { check: 'low-level-calls', elements: [inFunction, { type: 'node', name: 'account.call()' }] };

it('places a finding by names, not by lines', () => {
  assert.deepEqual(findingsOf({ results: { detectors: [aFinding] } }), [
    { detector: 'low-level-calls', place: 'Vault.pay' },
  ]);
});

it('takes no finding without an explanation, and no explanation without a finding', () => {
  const findings = [{ detector: 'timestamp', place: 'Vault.pay' }];
  const here = { detector: 'timestamp', place: 'Vault.pay', why: 'clock' };

  assert.deepEqual(unexplained(findings, [here]), []);
  assert.deepEqual(unexplained(findings, [{ ...here, place: '*' }]), []);
  assert.deepEqual(unexplained(findings, []), ['timestamp at Vault.pay has no explanation']);
  assert.deepEqual(unexplained([], [here]), ['timestamp at Vault.pay is explained, but not found any more']);
});

it('explains by reading the table of docs/static-analysis.md', () => {
  const rows = explanationsIn(read('docs/static-analysis.md'));

  assert.ok(rows.some(({ detector, place }) => detector === 'timestamp' && place === '*'));
  assert.ok(rows.every(({ why }) => why.length > 10));
});

it('takes a proof that was cut off for none', () => {
  const test = { name: 'check_Holds(uint8)', exitcode: 0, num_bounded_loops: 1, time: [1], num_paths: [2] };
  const outcomes = (more) => outcomesOf({ test_results: { 'a.sol:Proof': [{ ...test, ...more }] } });

  assert.equal(outcomes({})[0].verdict, 'undecided');
  assert.equal(outcomes({ num_bounded_loops: 0 })[0].verdict, 'proven');
  assert.equal(outcomes({ num_bounded_loops: 0, exitcode: 1 })[0].verdict, 'refuted');
  assert.equal(outcomes({ num_bounded_loops: 0, exitcode: 2 })[0].verdict, 'undecided');
});

it('has an error for every property, which the sources have room for', () => {
  for (const { file, from } of controls) assert.equal(read(file).split(from).length, 2, `${file}: ${from}`);
  const files = fs.readdirSync(path.join(root, 'contracts/proofs')).filter((name) => name.endsWith('Proof.sol'));
  for (const file of files) {
    const contractName = path.basename(file, '.sol');
    for (const [, property] of read(`contracts/proofs/${file}`).matchAll(/function check_(\w+)\(/g)) {
      const isCovered = controls.some((control) => control.contract === contractName && control.property === property);
      assert.ok(isCovered, `${contractName}: ${property} has no control`);
    }
  }
});
