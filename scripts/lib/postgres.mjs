import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './ports.mjs';
import { binaryDirectory, dataDirectory, openDataDirectory, serverUser } from './postgres-files.mjs';
import { eachLine, supervise } from './supervise.mjs';

// The server sees nothing of our environment: no PG* variable may redirect it, no secret may reach it.
const serverEnvironment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster and its one database; a cluster that was interrupted half-way is made again. */
function createCluster(bin, directory, user) {
  const cluster = path.join(directory, 'cluster');
  if (fs.existsSync(cluster)) return cluster;
  const unfinished = path.join(directory, 'cluster.unfinished');
  const passwordFile = path.join(directory, 'password');
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, `${randomBytes(18).toString('base64url')}\n`, {
    mode: 0o600,
  });
  if (user.uid !== undefined) fs.chownSync(passwordFile, user.uid, user.gid);
  const authentication = ['-U', 'mandate', '-A', 'scram-sha-256', '--pwfile', passwordFile];
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const options = {
    ...user,
    env: serverEnvironment,
    cwd: directory,
    encoding: 'utf8',
  };
  const steps = [
    ['initdb', ['-D', unfinished, ...authentication, ...locale, '--no-sync', '--no-instructions'], options],
    ['postgres', ['--single', '-D', unfinished, 'postgres'], { ...options, input: 'CREATE DATABASE mandate\n' }],
  ];
  for (const [program, args, how] of steps) {
    const { status, error, stdout, stderr } = spawnSync(path.join(bin, program), args, how);
    if (status !== 0)
      throw new Error(`The database could not be created: ${error?.message ?? lastLine(stderr || stdout)}`);
  }
  fs.renameSync(unfinished, cluster);
  return cluster;
}

const lastLine = (text) => text.trim().split('\n').at(-1);

/** True when `pid` is a PostgreSQL server of `cluster`; another program may have got the number of a dead one. */
function isServer(pid, cluster) {
  const commandLine =
    process.platform === 'linux'
      ? fs.existsSync(`/proc/${pid}/cmdline`) && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : spawnSync('ps', ['-p', String(pid), '-o', 'command='], {
          encoding: 'utf8',
        }).stdout;
  return Boolean(commandLine) && commandLine.includes('postgres') && commandLine.includes(cluster);
}

/** Removes the lock of a server that is gone; waits a little for one that is just stopping. */
async function releaseStaleLock(cluster) {
  const lock = path.join(cluster, 'postmaster.pid');
  for (let attempt = 0; fs.existsSync(lock); attempt += 1) {
    const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
    if (!isServer(pid, cluster)) {
      fs.rmSync(lock, { force: true });
    } else if (attempt === 50) {
      throw new Error(`The database in ${cluster} is already running (process ${pid}): stop the other Mandate first.`);
    } else {
      await pause(100);
    }
  }
}

/** Runs the server until it accepts connections; its last complaint is the error when it does not. */
function launch(bin, args, { scrap, user, log }) {
  const options = {
    ...user,
    env: serverEnvironment,
    cwd: os.tmpdir(),
    scrap,
    stopSignal: 'INT',
    graceSeconds: 30,
  };
  const server = supervise(path.join(bin, 'postgres'), args, options);
  return new Promise((resolve, reject) => {
    let complaint = 'it ended without a word';
    eachLine(server.child.stdout, log);
    eachLine(server.child.stderr, (line) => {
      log(line);
      if (/FATAL|PANIC|No space left/.test(line)) complaint = line.replace(/^.*?(FATAL|PANIC): +/, '');
      if (line.includes('ready to accept connections')) resolve(server);
    });
    server.exited.then(() => reject(new Error(`The database did not start: ${complaint}`)));
  });
}

/**
 * Starts a real PostgreSQL on the loopback interface. It ends with this process, whatever ends it.
 * @param {{dataDir?: string, port?: number, log?: (line: string) => void}} [options] without `dataDir` the data is temporary
 *   and gone after `stop()`
 * @returns {Promise<{url: string, port: number, exited: Promise<number>, stop: () => Promise<void>}>}
 */
export async function startPostgres({ dataDir, ...options } = {}) {
  if (dataDir) return startIn(dataDir, options);
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-database-'));
  try {
    return await startIn(temporary, { ...options, isTemporary: true });
  } catch (error) {
    fs.rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The database of `dataDir` that another process of ours has started and that still runs.
 * @returns {string | null} its connection string
 */
export function runningPostgres(dataDir) {
  const directory = dataDirectory(dataDir, serverUser());
  const lock = path.join(directory, 'cluster/postmaster.pid');
  if (!fs.existsSync(lock)) return null;
  // Its lines: process, data directory, start, port, …, and at last whether it accepts connections.
  const [pid, , , port, , , , status] = fs.readFileSync(lock, 'utf8').split('\n');
  const isReady = status?.trim() === 'ready' && isServer(Number(pid), path.dirname(lock));
  return isReady ? urlOf(directory, Number(port)) : null;
}

function urlOf(directory, port) {
  const password = fs.readFileSync(path.join(directory, 'password'), 'utf8').trim();
  return `postgres://mandate:${password}@127.0.0.1:${port}/mandate`;
}

async function startIn(dataDir, { port, log = () => {}, isTemporary = false }) {
  const user = serverUser();
  const bin = binaryDirectory();
  const directory = openDataDirectory(dataDir, user, log);
  const cluster = createCluster(bin, directory, user);
  await releaseStaleLock(cluster);

  const listenPort = port ?? (await freePort());
  const hurried = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off'];
  const network = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-p', String(listenPort)];
  const server = await launch(bin, ['-D', cluster, ...network, ...(isTemporary ? hurried : [])], {
    scrap: isTemporary ? directory : '',
    user,
    log,
  });

  return { url: urlOf(directory, listenPort), port: listenPort, exited: server.exited, stop: server.stop };
}
