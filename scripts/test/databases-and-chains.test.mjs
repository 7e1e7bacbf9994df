import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { startAnvil } from '../lib/anvil.mjs';
import { startPostgres } from '../lib/postgres.mjs';

let directory;
before(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
  fs.chmodSync(directory, 0o711);
});
after(() => fs.rmSync(directory, { recursive: true, force: true }));

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

async function call(url, method, ...params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { result, error } = await response.json();
  assert.equal(error, undefined);
  return result;
}

const blockTime = async (url) => Number((await call(url, 'eth_getBlockByNumber', 'latest', false)).timestamp);

/** Resolves when nobody listens on the port any more. */
async function closed(port) {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (!isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the embedded database', () => {
  it('keeps its rows and its password from one start to the next', async () => {
    const dataDir = path.join(directory, 'database');
    const first = await startPostgres({ dataDir });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await startPostgres({ dataDir });
    const rows = await query(second.url, 'SELECT answer FROM kept');
    await second.stop();

    assert.deepEqual(rows, [{ answer: 42 }]);
    assert.equal(new URL(second.url).password, new URL(first.url).password);
  });

  it('starts over the lock of a server that is gone, whose number another program has now', async () => {
    const dataDir = path.join(directory, 'locked');
    await (await startPostgres({ dataDir })).stop();
    fs.writeFileSync(path.join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n`);

    const database = await startPostgres({ dataDir });
    const rows = await query(database.url, 'SELECT 1 AS one');
    await database.stop();

    assert.deepEqual(rows, [{ one: 1 }]);
  });

  it('makes a cluster again that was interrupted half-way', async () => {
    const dataDir = path.join(directory, 'interrupted');
    fs.mkdirSync(path.join(dataDir, 'cluster.unfinished'), { recursive: true });
    fs.writeFileSync(path.join(dataDir, 'cluster.unfinished', 'PG_VERSION'), '18\n');

    const database = await startPostgres({ dataDir });
    await database.stop();

    assert.ok(fs.existsSync(path.join(dataDir, 'cluster', 'PG_VERSION')));
  });

  it('says in a sentence that its port is taken', async () => {
    const holder = await startPostgres();

    await assert.rejects(startPostgres({ port: holder.port }), /The database did not start: .+/);
    await holder.stop();
  });

  it('asks for its password', async () => {
    const database = await startPostgres();
    const wrong = new URL(database.url);
    wrong.password = 'guess';

    await assert.rejects(query(wrong.href, 'SELECT 1'), /password authentication failed/);
    await database.stop();
  });
});

describe('the local chain', () => {
  it('resumes its blocks and its advanced time', async () => {
    const stateFile = path.join(directory, 'chain', 'state.json');
    const first = await startAnvil({ stateFile });
    await call(first.url, 'evm_increaseTime', 86_400);
    await call(first.url, 'anvil_mine', '0x3');
    const left = await blockTime(first.url);
    await first.stop();

    const second = await startAnvil({ stateFile });
    const number = await call(second.url, 'eth_blockNumber');
    await call(second.url, 'evm_increaseTime', 86_400);
    await call(second.url, 'evm_mine');
    const advanced = await blockTime(second.url);
    await second.stop();

    assert.equal(Number(number), 3);
    assert.ok(advanced >= left + 86_400, `${advanced} is not a day after ${left}`);
  });

  it('finalizes two blocks behind its head', async () => {
    const chain = await startAnvil();
    await call(chain.url, 'anvil_mine', '0x5');
    const finalized = await call(chain.url, 'eth_getBlockByNumber', 'finalized', false);
    await chain.stop();

    assert.equal(Number(finalized.number), 3);
  });

  it('says in a sentence that its port is taken', async () => {
    const holder = await startAnvil();

    await assert.rejects(startAnvil({ port: holder.port }), /The local chain did not start: .*in use/);
    await holder.stop();
  });
});

it('database and chain end with a parent that is killed', {
  timeout: 30_000,
}, async () => {
  const program = path.join(import.meta.dirname, 'programs.mjs');
  const owner = spawn(process.execPath, [program, 'owner'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [ports] = await once(owner.stdout, 'data');

  owner.kill('SIGKILL');

  await Promise.all(JSON.parse(ports).map(closed));
});
