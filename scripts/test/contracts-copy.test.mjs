import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const copying = `
  const { contractsCopy } = await import(${JSON.stringify(path.resolve(import.meta.dirname, '../lib/contracts-copy.mjs'))});
  console.log(contractsCopy().directory);
  setInterval(() => {}, 1000);
`;

it('leaves no copy of the contracts behind, though its process is killed', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', copying]);
  const directory = String((await once(child.stdout, 'data'))[0]).trim();
  assert.ok(fs.existsSync(path.join(directory, 'contracts/src/RunRegistry.sol')));
  assert.ok(!fs.existsSync(path.join(directory, 'contracts/mutants')));

  child.kill('SIGKILL');

  for (let waited = 0; fs.existsSync(directory) && waited < 200; waited += 1) await pause(100);
  assert.ok(!fs.existsSync(directory), directory);
});
