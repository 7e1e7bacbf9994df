import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Locks the cursor until somebody waits for it, then changes it: under serializable isolation that one has to give up. */
const LOCK = 'UPDATE chain_cursor SET updated_at = now()';
const WAITING = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
const LOOK_MILLISECONDS = 5;

/** Real conflicts: transactions become serializable, and another writer is always there first. */
export class Conflicts {
  #isOver = false;
  #quarreling = Promise.resolve();
  #database;

  async begin(database) {
    this.#database = database;
    this.#isOver = false;
    await this.#isolate("'serializable'");
    this.#quarreling = this.#quarrel(database.url);
    this.#quarreling.catch(() => {});
  }

  async end() {
    this.#isOver = true;
    await this.#quarreling;
    await this.#isolate("'read committed'");
  }

  async #isolate(level) {
    await this.#database.query(`ALTER SYSTEM SET default_transaction_isolation = ${level}`);
    await this.#database.query('SELECT pg_reload_conf()');
  }

  async #quarrel(url) {
    const [holder, observer] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
    await Promise.all([holder.connect(), observer.connect()]);
    try {
      while (!this.#isOver) {
        await holder.query(`BEGIN ISOLATION LEVEL READ COMMITTED; ${LOCK}`);
        while (!this.#isOver && (await observer.query(WAITING)).rows[0].count === 0) await pause(LOOK_MILLISECONDS);
        await holder.query('COMMIT');
      }
    } finally {
      await Promise.all([holder.end(), observer.end()]);
    }
  }
}
