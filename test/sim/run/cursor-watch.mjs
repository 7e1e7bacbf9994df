import pg from 'pg';

/** Hears of every commit of the indexer, and knows where its cursor is. */
export class CursorWatch {
  /** @type {(hash: string | null) => void} */
  onMove = () => {};
  #client;
  #asking = Promise.resolve();

  static async open(url) {
    const watch = new CursorWatch();
    watch.#client = new pg.Client({ connectionString: url });
    // When everything ends at once, the server may end first.
    watch.#client.on('error', () => {});
    await watch.#client.connect();
    watch.#client.on('notification', () => watch.ask());
    await watch.#client.query('LISTEN mandate_block');
    return watch;
  }

  /** Looks where the cursor is now. */
  ask() {
    this.#asking = this.#asking.then(async () => {
      const { rows } = await this.#client.query('SELECT block_hash FROM chain_cursor');
      this.onMove(rows[0]?.block_hash ?? null);
    });
    this.#asking.catch(() => {});
  }

  async close() {
    await this.#asking.catch(() => {});
    await this.#client.end();
  }
}
