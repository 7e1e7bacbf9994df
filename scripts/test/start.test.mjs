import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { freePort } from '../lib/ports.mjs';
import { assertCanStart } from '../start/preconditions.mjs';

const scripts = path.resolve(import.meta.dirname, '..');
const portNames = ['CHAIN_PORT', 'GRAPHQL_PORT', 'GATEWAY_PORT', 'WEB_PORT', 'INDEXER_PORT', 'EXECUTOR_PORT'];

let parent;
let ports;
before(async () => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
  ports = {};
  while (new Set(Object.values(ports)).size < portNames.length) {
    for (const name of portNames) ports[name] = String(await freePort());
  }
});
after(() => fs.rmSync(parent, { recursive: true, force: true }));

/** Runs a script to its end: all that it said, and what it left in its data directory. */
async function run(script, environment = {}) {
  const dataDir = path.join(parent, 'data');
  const env = { ...process.env, ...ports, MANDATE_DATA_DIR: dataDir, MANDATE_CONFIG: '', ...environment };
  const child = spawn(
    process.execPath,
    script.map((word) => word.replace('@', scripts)),
    { env },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdout.resume();
  const [code] = await once(child, 'close');
  return { code, stderr, isMade: fs.existsSync(dataDir) };
}

const start = ['@/start.mjs'];

it('names the port that is taken, and leaves nothing behind', async () => {
  const server = net.createServer().listen(Number(ports.GATEWAY_PORT), '127.0.0.1');
  await once(server, 'listening');

  const { code, stderr, isMade } = await run(start);
  server.close();
  await once(server, 'close');

  const sentence = `Mandate could not start: Port ${ports.GATEWAY_PORT}, needed for the gateway (GATEWAY_PORT), is already in use: stop the program that listens there and try again.\n`;
  assert.deepEqual({ code, stderr, isMade }, { code: 1, stderr: sentence, isMade: false });
});

it('says that Python is missing, and how to get it', async () => {
  const { code, stderr, isMade } = await run(start, { PATH: parent, PYTHON: '' });

  assert.match(
    stderr,
    /^Mandate could not start: The worker needs Python 3\.10 or newer, and no python3 was found: .*\n$/,
  );
  assert.deepEqual({ code, isMade }, { code: 1, isMade: false });
});

it('says that Python is too old', async () => {
  const old = path.join(parent, 'python3');
  fs.writeFileSync(old, '#!/bin/sh\necho 3 8 10\n', { mode: 0o755 });

  const { code, stderr } = await run(start, { PYTHON: old });

  assert.match(stderr, /^[^\n]*Python 3\.10 or newer, and [^\n]* is Python 3\.8\.10: install it [^\n]*\n$/);
  assert.equal(code, 1);
});

it('refuses two parts on one port', async () => {
  const { code, stderr } = await run(start, { WEB_PORT: ports.GRAPHQL_PORT });

  assert.match(
    stderr,
    /^Mandate could not start: GRAPHQL_PORT and WEB_PORT are both \d+: each part needs its own\.\n$/,
  );
  assert.equal(code, 1);
});

it('refuses to start on a disk that is nearly full, and asks for the disk of the nearest directory', async () => {
  const asked = [];
  const dataDir = path.join(parent, 'not/there/yet');
  const nearlyFull = (directory) => {
    asked.push(directory);
    return 12;
  };

  await assert.rejects(
    assertCanStart({ dataDir, ports: {} }, nearlyFull),
    /has 12 MB left and 1024 MB are needed: make room/,
  );

  assert.deepEqual(asked, [parent]);
  assert.ok(!fs.existsSync(path.join(parent, 'not')));
});

it('tells a process alone what it lacks', async () => {
  const { code, stderr, isMade } = await run(['@/run-process.mjs', 'indexer']);

  assert.match(stderr, /^MANDATE_CONFIG is not set, and \S+ holds no local stack: .* or run npm start once\.\n$/);
  assert.deepEqual({ code, isMade }, { code: 1, isMade: false });
});

it('says that Node is too old before anything else', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process,"version",{value:"v18.20.4"})';

  const { code, stderr } = await run(['--import', older, '@/setup.mjs']);

  assert.match(stderr, /^Mandate needs Node .+, and this is Node v18\.20\.4: install a newer one and try again\.\n$/);
  assert.equal(code, 1);
});
