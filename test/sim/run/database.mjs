import pg from 'pg';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { organizations } from '../world/organizations.mjs';
import { writeConfiguration } from './configuration.mjs';
import { runIndexer } from './indexer-process.mjs';

/** A PostgreSQL for many simulations, each of which has a database of its own that begins empty. */
export class Databases {
  #server;
  #admin;

  static async start() {
    const databases = new Databases();
    databases.#server = await startPostgres();
    databases.#admin = new pg.Client({ connectionString: databases.#server.url });
    databases.#admin.on('error', () => {});
    await databases.#admin.connect();
    await databases.#admin.query('CREATE DATABASE migrated');
    // It migrates before it finds that there is no such organization.
    const configuration = writeConfiguration('migrated', organizations, {
      rpcUrls: ['http://127.0.0.1:1'],
      finality: 0,
    });
    const environment = { DATABASE_URL: databases.urlOf('migrated'), MANDATE_CONFIG: configuration };
    const { words } = await runIndexer(['--forget', 'nobody'], environment);
    if (!words.includes('no organization "nobody"')) throw new Error(`the database was not migrated:\n${words}`);
    return databases;
  }

  get port() {
    return this.#server.port;
  }

  urlOf(name) {
    const url = new URL(this.#server.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** A database without rows; `settings` hold for all its connections. */
  async create(name, settings = {}) {
    await this.drop(name);
    await this.#admin.query(`CREATE DATABASE ${name} TEMPLATE migrated`);
    for (const [setting, value] of Object.entries(settings)) {
      await this.#admin.query(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
    }
    return this.urlOf(name);
  }

  async drop(name) {
    await this.#admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }

  async stop() {
    await this.#admin.end();
    await this.#server.stop();
  }
}
