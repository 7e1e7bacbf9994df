import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { keepState, mendState } from '../lib/chain-state.mjs';
import { identityOf } from '../lib/process-identity.mjs';
import { beginFirstStart, isSettled, markFinished } from '../start/data-directory.mjs';
import { awaitUnused } from '../start/data-lock.mjs';

let dataDir;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

const at = (name) => path.join(dataDir, name);
const make = (...names) => {
  for (const name of names) fs.writeFileSync(at(name), '{}');
};
const program = (...args) =>
  spawn(process.execPath, [path.join(import.meta.dirname, 'programs.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
const silent = () => {};

describe('the data of a first start', () => {
  it('is removed when the start was interrupted', () => {
    beginFirstStart(dataDir);
    make('chain.json', 'deployment.json', 'database');
    assert.ok(!isSettled(dataDir));

    beginFirstStart(dataDir);

    for (const part of ['chain.json', 'deployment.json', 'database']) assert.ok(!fs.existsSync(at(part)), part);
  });

  it('is kept once the start has finished', () => {
    beginFirstStart(dataDir);
    make('chain.json', 'deployment.json', 'database');

    markFinished(dataDir);

    assert.ok(isSettled(dataDir));
  });

  it('never takes along what was there before, however often the start is interrupted', () => {
    make('database');

    beginFirstStart(dataDir);
    make('chain.json', 'deployment.json');
    beginFirstStart(dataDir);
    beginFirstStart(dataDir);

    assert.ok(fs.existsSync(at('database')));
    assert.ok(!fs.existsSync(at('chain.json')));
  });
});

describe('the lock of a data directory', () => {
  it('turns the second Mandate away while the first one lives, and lets it in after', async () => {
    const first = program('holder', dataDir);
    await once(first.stdout, 'data');

    await assert.rejects(awaitUnused(dataDir, silent), new RegExp(`Another Mandate \\(process ${first.pid}\\) uses `));
    const second = program('holder', dataDir);
    const [answer] = await once(second.stdout, 'data');
    assert.match(String(answer), /^refused: Another Mandate/);

    first.kill('SIGKILL');
    await once(first, 'exit');
    await awaitUnused(dataDir, silent);
    const third = program('holder', dataDir);
    const [said] = await once(third.stdout, 'data');
    third.kill('SIGTERM');
    await once(third, 'exit');
    assert.equal(String(said), 'ready\n');
  });

  it('goes with its holder', async () => {
    const holder = program('holder', dataDir);
    await once(holder.stdout, 'data');

    holder.kill('SIGTERM');
    await once(holder, 'exit');

    assert.deepEqual(fs.readdirSync(dataDir), []);
  });

  it('makes the next one wait for the programs of a holder that was killed', async () => {
    const left = program('polite');
    await once(left.stdout, 'data');
    const holder = { pid: 2 ** 22 + 1, startedAt: 'long ago' };
    fs.writeFileSync(at('.lock'), JSON.stringify({ holder, programs: [identityOf(left.pid)] }));
    const said = [];

    const unused = awaitUnused(dataDir, (line) => {
      said.push(line);
      left.kill('SIGTERM');
    });
    await Promise.all([unused, once(left, 'exit')]);

    assert.deepEqual(said, ['Waiting for the programs of an interrupted start to end…']);
  });
});

describe('the state of the chain', () => {
  it('goes on from the copy when it was cut off', () => {
    fs.writeFileSync(at('chain.json'), '{"block":7}');
    assert.ok(keepState(at('chain.json')));
    fs.writeFileSync(at('chain.json'), '{"block":');
    const said = [];

    mendState(at('chain.json'), (line) => said.push(line));

    assert.equal(fs.readFileSync(at('chain.json'), 'utf8'), '{"block":7}');
    assert.equal(said.length, 1);
  });

  it('says in a sentence that there is no copy', () => {
    fs.writeFileSync(at('chain.json'), '');

    assert.throws(() => mendState(at('chain.json'), silent), /was cut off while it was written: remove it/);
  });
});
