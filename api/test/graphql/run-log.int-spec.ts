import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RunLogModule } from '../../src/graphql/run/run-log.module.js';
import { appendRunEvent, eventsOf } from '../../src/store/run-ledger-events.js';
import { faultIn, readLog } from '../../src/store/run-ledger-log.js';
import { StoreModule } from '../../src/store/store.module.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('the log of a run over HTTP', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  const runId = `0x${'a'.repeat(64)}`;

  beforeAll(async () => {
    database = await startTestDatabase();
    const { manager } = database.dataSource;
    await appendRunEvent(manager, { runId, from: null, to: 'Ordered', attempt: 0, detail: { text: 'no\0pe \ud800' } });
    await appendRunEvent(manager, {
      runId,
      from: 'Ordered',
      to: 'Claimed',
      attempt: 1,
      detail: { big: 1e21, neg: -0 },
    });

    @Module({ imports: [StoreModule.forRoot(database.url, 2), RunLogModule] })
    class Door {}
    app = await NestFactory.create<NestFastifyApplication>(Door, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
  }, 30_000);
  afterAll(async () => {
    await app?.close();
    await database?.stop();
  });

  const get = async (id: string) => fetch(`${await app.getUrl()}/runs/${id}/log.jsonl`);

  it('is JSON Lines that anybody can check, whatever the details hold', async () => {
    const response = await get(runId.toUpperCase().replace('0X', '0x'));

    expect(response.headers.get('content-type')).toContain('application/jsonl');
    const log = readLog(await response.text());
    expect(faultIn(log)).toBeNull();
    expect(log).toEqual(await eventsOf(database.dataSource, runId));
    expect(log.map(({ detail }) => detail)).toEqual([{ text: 'no\ufffdpe \ufffd' }, { big: 1e21, neg: 0 }]);
  });

  it('is not there for a run that nobody has had', async () => {
    const response = await get(`0x${'b'.repeat(64)}`);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { message: expect.stringContaining('No executor of this API has had the run') },
    ]);
  });
});
