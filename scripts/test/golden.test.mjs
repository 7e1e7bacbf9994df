import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { goldenDirectory, goldenFiles } from '../golden.mjs';

const drift = (name) => `${name} has drifted: run npm run golden and read the diff`;

it('finds the ABIs and storage layouts of the contracts as the golden files have them', () => {
  const files = goldenFiles();

  assert.deepEqual(fs.readdirSync(goldenDirectory).sort(), [...files.keys()].sort(), drift('the list of contracts'));
  for (const [name, content] of files) {
    assert.equal(content, fs.readFileSync(path.join(goldenDirectory, name), 'utf8'), drift(name));
  }
});

it('tells where each variable lies', () => {
  const { storage } = JSON.parse(goldenFiles().get('StakedMandate.json'));

  assert.match(storage.variables.join('\n'), /^\d+:0 _coolings: mapping\(address => struct StakedMandate\.Cooling\)$/m);
  assert.deepEqual(storage.structs['struct StakedMandate.Cooling'], [
    '0:0 amount: uint192',
    '0:24 withdrawableAt: uint64',
  ]);
});
