import pg from 'pg';

const CUTS = ['before', 'sent', 'answered'];
const STORM_LOCK = 'BEGIN; UPDATE chain_cursor SET updated_at = updated_at; SELECT pg_sleep(0.02); COMMIT';

/** Seeded troubles between the indexer and its database. */
export class DatabaseFaults {
  /** How many there were. */
  count = 0;
  #random;
  #proxy;
  #url;
  #percent = 0;
  #left = 0;
  #storm = Promise.resolve();
  #isStorming = false;

  /** @param proxy sees every statement, see `onStatement` @param url leads past it */
  constructor(random, proxy, url) {
    this.#random = random;
    this.#proxy = proxy;
    this.#url = url;
  }

  /** What happens at a statement: null, or where the connection is cut. */
  at(statement) {
    // A commit is where it matters most whether the answer comes.
    const percent = statement === 'COMMIT' ? this.#percent : this.#percent / 10;
    if (this.#left === 0 || this.#random.below(1000) >= percent * 10) return null;
    this.count += 1;
    this.#left -= 1;
    return { when: this.#random.of(CUTS) };
  }

  /** From now on so many of a hundred commits are cut, until it was `most` times; a storm goes on until the next time. */
  async set({ percent, most, isStorm }) {
    this.#percent = percent;
    this.#left = most;
    await this.#calm();
    if (isStorm) this.#storm = this.#rage();
  }

  cut() {
    this.count += 1;
    this.#proxy.cutAll();
  }

  async #calm() {
    this.#isStorming = false;
    await this.#storm;
  }

  /** Holds the cursor again and again: whoever wants to move it waits, and fails where transactions are repeatable. */
  async #rage() {
    this.#isStorming = true;
    const client = new pg.Client({ connectionString: this.#url });
    client.on('error', () => {});
    await client.connect();
    while (this.#isStorming) {
      this.count += 1;
      await client.query(STORM_LOCK).catch(() => client.query('ROLLBACK'));
      await client.query('SELECT pg_sleep($1)', [this.#random.below(80) / 1000]);
    }
    await client.end();
  }
}
