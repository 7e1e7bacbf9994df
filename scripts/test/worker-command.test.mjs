import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localWorkerCommand } from '../start/worker-command.mjs';

const workerThat = (script) => [process.execPath, '-e', script];

test('keeps the sandbox where it works', () => {
  const said = [];
  const command = workerThat('process.exit(0)');

  assert.deepEqual(
    localWorkerCommand(31337, (line) => said.push(line), command),
    command,
  );
  assert.deepEqual(said, []);
});

test('says why it trains without one, and for which chain', () => {
  const said = [];
  const command = workerThat(`console.error(JSON.stringify({ failed: 'there is no bubblewrap' })); process.exit(1)`);

  const found = localWorkerCommand(31337, (line) => said.push(line), command);

  assert.deepEqual(found, [...command, '--insecure-no-sandbox', '--chain-id', '31337']);
  assert.deepEqual(said, ['Trainings of this local chain run without a sandbox: there is no bubblewrap.']);
});
