import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { eventually } from './eventually.mjs';

/** Enough for a cluster, its log of changes and some thousand rows. */
const SMALL_DISK_MEGABYTES = 192;

/** Whether this machine lets us mount a file system that can be filled. */
export const canMount = process.platform === 'linux' && process.getuid() === 0;

/**
 * A PostgreSQL of our own that writes through to its disk and can be killed, frozen, filled up and started again, always
 * on the same port.
 */
export class OwnDatabase {
  #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-chaos-'));
  #isMounted = false;
  #cleanUp = () => this.#removeFolder();
  #server = null;
  #port;

  /** @param {{isSmall?: boolean}} [options] `isSmall`: on a disk of its own that can be filled */
  static async start({ isSmall = false } = {}) {
    const database = new OwnDatabase();
    process.once('exit', database.#cleanUp);
    // The server may run as another user, who has to get in.
    fs.chmodSync(database.#folder, 0o755);
    try {
      if (isSmall) database.#mount();
      await database.restart();
    } catch (error) {
      await database.stop();
      throw error;
    }
    return database;
  }

  get url() {
    return this.#server.url;
  }

  get port() {
    return this.#server.port;
  }

  /** The connection string of another database of this server. */
  urlOf(name) {
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Starts the server, also after it was killed. */
  async restart() {
    const options = { dataDir: path.join(this.#folder, 'database'), port: this.#port };
    // What a killed server leaves behind goes away a moment later.
    this.#server = await eventually('the database starts', () => startPostgres(options).catch(() => null), 30);
    this.#port = this.#server.port;
  }

  /** Ends the server at once, by `SIGQUIT` (what PostgreSQL calls immediate) or `SIGKILL`; resolves when it is gone. */
  async kill(signal) {
    process.kill(this.#pid(), signal);
    await this.#server.exited;
  }

  /** Stops every process of the server where it is. */
  freeze() {
    for (const pid of this.#pids()) process.kill(pid, 'SIGSTOP');
  }

  thaw() {
    for (const pid of this.#pids()) process.kill(pid, 'SIGCONT');
  }

  /** Resolves when the server has ended by itself; never while it runs. */
  get exited() {
    return this.#server.exited;
  }

  /** Takes all the room that its disk has left. */
  fillDisk() {
    const file = fs.openSync(this.#filler, 'w');
    const blocks = [1 << 20, 4096].map((size) => Buffer.alloc(size));
    for (const block of blocks) while (hasRoomFor(file, block));
    fs.closeSync(file);
  }

  freeDisk() {
    fs.rmSync(this.#filler, { force: true });
  }

  /** Asks one question over a connection of its own. */
  async query(sql, values = [], url = this.url) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async stop() {
    await this.#server?.stop();
    process.off('exit', this.#cleanUp);
    this.#removeFolder();
  }

  #removeFolder() {
    if (this.#isMounted) spawnSync('umount', ['-l', this.#folder]);
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  get #filler() {
    return path.join(this.#folder, 'filler');
  }

  #mount() {
    const options = ['-t', 'tmpfs', '-o', `size=${SMALL_DISK_MEGABYTES}m,mode=0755`, 'mandate-chaos', this.#folder];
    const { status, stderr } = spawnSync('mount', options, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`A small disk could not be mounted: ${stderr.trim()}`);
    this.#isMounted = true;
  }

  #pid() {
    const lock = path.join(this.#folder, 'database/cluster/postmaster.pid');
    return Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  }

  #pids() {
    const postmaster = this.#pid();
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    return [postmaster, ...rows.flatMap(([pid, parent]) => (parent === postmaster ? [pid] : []))];
  }
}

function hasRoomFor(file, block) {
  try {
    return fs.writeSync(file, block) === block.length;
  } catch (error) {
    if (error.code === 'ENOSPC') return false;
    throw error;
  }
}
