import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { assertPortsFree, freePort } from '../lib/ports.mjs';
import { identityOf, startOf } from '../lib/process-identity.mjs';
import { Processes } from '../lib/processes.mjs';

const program = (name) => [process.execPath, path.join(import.meta.dirname, 'programs.mjs'), name];
const ready = /^ready$/;

let logDirectory;
before(() => {
  logDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
});
after(() => fs.rmSync(logDirectory, { recursive: true, force: true }));

const logOf = (name) => fs.readFileSync(path.join(logDirectory, `${name}.log`), 'utf8');

it('starts a program, logs what it says, and stops it', async () => {
  const processes = new Processes({ logDirectory });

  const line = await processes.start('polite', program('polite'), { ready });
  await processes.stopAll();

  assert.equal(line, 'ready');
  assert.match(logOf('polite'), /ending: SIGTERM/);
});

it('stops the last started first', async () => {
  const processes = new Processes({ logDirectory });
  const ended = [];
  for (const name of ['first', 'second', 'third']) {
    const onLine = (line) => line.startsWith('ending') && ended.push(name);
    await processes.start(name, program('polite'), { ready, onLine });
  }

  await processes.stopAll();

  assert.deepEqual(ended, ['third', 'second', 'first']);
});

it('tells why a program did not start', async () => {
  const losses = [];
  const processes = new Processes({
    logDirectory,
    onLoss: (sentence) => losses.push(sentence),
  });

  await assert.rejects(
    processes.start('failing', program('failing'), { ready }),
    /exit code 3[\s\S]*no flux in the capacitor/,
  );

  assert.deepEqual(losses, []);
});

it('does not wait for ever for a program that never gets ready', async () => {
  const processes = new Processes({ logDirectory });

  await assert.rejects(
    processes.start('mute', program('polite'), {
      ready: /^never$/,
      readySeconds: 0.2,
    }),
    /mute did not start: it was not ready after 0.2 s/,
  );
  await processes.stopAll();
});

it('reports a program that ends though nobody stopped it', async () => {
  const { promise: loss, resolve: onLoss } = promiseOf();
  const processes = new Processes({ logDirectory, onLoss });
  await processes.start('fleeting', program('fleeting'), { ready });

  assert.match(await loss, /^fleeting ended by itself \(exit code 4\), saying “ready”; its log is .+fleeting\.log$/);
});

it('ends what a program left running', async () => {
  const processes = new Processes({ logDirectory });
  const left = await processes.start('forgetful', program('forgetful'), { ready: /^left \d+$/ });
  const pid = Number(left.split(' ')[1]);

  await processes.stopAll();

  await gone(pid);
});

it('ends the trainings that outlive the executor, when the executor has ended', async () => {
  const runsDir = path.join(logDirectory, 'runs');
  const [training, done] = ['training', 'done'].map((name) => {
    const group = spawn('sh', ['-c', 'sleep 60 & wait'], { detached: true, stdio: 'ignore' });
    const { pid, startedAt } = identityOf(group.pid);
    fs.mkdirSync(path.join(runsDir, name), { recursive: true });
    fs.writeFileSync(path.join(runsDir, name, 'process.1'), `${pid}\n${startedAt}\n`);
    return group;
  });
  // One that has left its exit code is over: its number may be another program's by now.
  fs.writeFileSync(path.join(runsDir, 'done', 'exit'), '0\n');
  const endAttempts = path.resolve(import.meta.dirname, '../start/end-attempts.mjs');
  const processes = new Processes({ logDirectory });
  const afterwards = [process.execPath, endAttempts, runsDir];
  await processes.start('executor', program('polite'), { ready, afterwards });

  await processes.stopAll();

  await gone(training.pid);
  assert.notEqual(startOf(done.pid), null);
  process.kill(-done.pid, 'SIGKILL');
});

it('notices that its parent is gone', async () => {
  // The shell in between is killed; the program under it must end, and close the pipe, by itself.
  const shell = spawn('/bin/sh', ['-c', '"$@"; :', 'sh', ...program('polite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(shell.stdout, 'data');

  shell.kill('SIGKILL');
  const [line] = await once(shell.stdout, 'data');
  await once(shell.stdout, 'close');

  assert.equal(String(line), 'ending: the parent ended\n');
});

it('names the port that is taken and what it is for', async () => {
  const port = await freePort();
  const server = net.createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');

  await assert.rejects(
    assertPortsFree({ GraphQL: port }),
    new RegExp(`Port ${port}, needed for GraphQL, is already in use`),
  );
  server.close();
  await once(server, 'close');
  await assertPortsFree({ GraphQL: port });
});

/** Resolves when no process has this number any more (the time limit of the runner is ours). */
async function gone(pid) {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      assert.equal(error.code, 'ESRCH');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function promiseOf() {
  let resolve;
  const promise = new Promise((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
