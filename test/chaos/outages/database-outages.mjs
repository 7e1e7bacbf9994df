import { setTimeout as pause } from 'node:timers/promises';
import { canMount } from '../world/own-database.mjs';
import { Conflicts } from './conflicts.mjs';

const GONE = /database: .*(ECONN|terminat|closed|starting up|shutting down|recovery|no answer|reset)/;

const killed = (signal) => ({
  seconds: 10,
  begin: ({ database }) => database.kill(signal),
  end: ({ database }) => database.restart(),
  says: GONE,
  graphqlSays: GONE,
});

/** Cuts the connection of every COMMIT: when it is on its way, or when it is done and nobody knows. */
const cutCommits = (when) => ({
  seconds: 10,
  begin: ({ wire }) => {
    wire.onStatement = ({ text }) => (text === 'COMMIT' ? { when } : null);
  },
  end: ({ wire }) => {
    wire.onStatement = () => null;
  },
  says: /chain \d+: .*(terminat|closed|reset|ECONN)/,
});

async function setReadOnly(database, value) {
  // A transaction is read-only by then, this very one too, unless it says otherwise.
  await database.query(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
  await database.query('SELECT pg_reload_conf()');
}

/** Fills the disk, and takes what becomes free again while it lasts; a server that gives up is started by whoever runs it. */
class FullDisk {
  #isOver = false;
  #filling = Promise.resolve();

  begin({ database }) {
    this.#isOver = false;
    this.#filling = (async () => {
      while (!this.#isOver) {
        database.fillDisk();
        await pause(250);
      }
    })();
  }

  async end({ database }) {
    this.#isOver = true;
    await this.#filling;
    database.freeDisk();
    const hasEnded = await Promise.race([database.exited.then(() => true), pause(500, false)]);
    if (hasEnded) await database.restart();
  }
}

/** Everything that is done to the database. @type {import('./run-outage.mjs').Outage[]} */
export function databaseOutages() {
  const disk = new FullDisk();
  const conflicts = new Conflicts();
  return [
    { name: 'PostgreSQL killed (immediate)', ...killed('SIGQUIT') },
    { name: 'PostgreSQL killed (SIGKILL)', ...killed('SIGKILL') },
    {
      name: 'PostgreSQL frozen',
      seconds: 10,
      begin: ({ database }) => database.freeze(),
      end: ({ database }) => database.thaw(),
      says: /no answer within/,
      graphqlSays: /no answer within/,
    },
    { name: 'connections cut when COMMIT was sent', ...cutCommits('sent') },
    { name: 'connections cut when COMMIT was done', ...cutCommits('answered') },
    {
      name: 'the database is read-only',
      seconds: 10,
      begin: ({ database }) => setReadOnly(database, 'on'),
      end: ({ database }) => setReadOnly(database, 'off'),
      says: /read-only transaction/,
    },
    {
      name: 'serialization failures',
      seconds: 10,
      begin: ({ database }) => conflicts.begin(database),
      end: () => conflicts.end(),
      says: /could not serialize access/,
    },
    {
      name: 'the disk is full',
      seconds: 15,
      begin: (world) => disk.begin(world),
      end: (world) => disk.end(world),
      says: /No space left on device/,
      impossible: () => (canMount ? null : 'only root on Linux can mount a disk that is small enough to be filled'),
    },
  ];
}
