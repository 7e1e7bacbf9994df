import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Config } from '../../src/config/config.js';
import { ChangeFeed } from '../../src/graphql/live/change-feed.js';
import { notifyRun } from '../../src/store/notification.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let feed: ChangeFeed;
const clients: pg.Client[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  await database.dataSource.query('CREATE TABLE said (id bigserial PRIMARY KEY, what text NOT NULL)');
  feed = new ChangeFeed({ env: { DATABASE_URL: database.url } } as Config);
  await feed.onModuleInit();
});

afterAll(async () => {
  await feed?.onApplicationShutdown();
  await Promise.all(clients.map((client) => client.end()));
  await database?.stop();
});

/** A transaction that has written a row, numbered by the database, and told of it; it is not committed yet. */
async function saying(what: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  clients.push(client);
  await client.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO said (what) VALUES ($1)', [what]);
  await notifyRun(client, what);
  return client;
}

/** What was said so far, in the order of its numbers. */
async function allSaid(): Promise<string[]> {
  const rows: { what: string }[] = await database.dataSource.query('SELECT what FROM said ORDER BY id');
  return rows.map(({ what }) => what);
}

it('shows a row that commits after one with a higher number', async () => {
  const stream = feed.watch(allSaid, async (all) => all.join());
  expect((await stream.next()).value).toEqual([]);
  const first = await saying('first');
  const second = await saying('second');

  const afterSecond = stream.next();
  await second.query('COMMIT');
  expect((await afterSecond).value).toEqual(['second']);
  const afterFirst = stream.next();
  await first.query('COMMIT');

  expect((await afterFirst).value).toEqual(['first', 'second']);
});
