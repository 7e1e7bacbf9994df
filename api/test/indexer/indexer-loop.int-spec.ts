import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { ChainModule } from '../../src/chain/chain.module.js';
import { Config } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { readEnv } from '../../src/config/env.js';
import type { OrganizationConfig } from '../../src/config/organizations.js';
import { HealthModule } from '../../src/health/health.module.js';
import { IndexerLoopModule } from '../../src/indexer/indexer.module.js';
import { StoreModule } from '../../src/store/store.module.js';
import { Wakeups } from '../../src/store/wakeups.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

@Module({})
class TestProcess {}

let database: TestDatabase;
let app: NestFastifyApplication;
let anvil: Awaited<ReturnType<typeof startAnvil>> | undefined;
let port: number;

const address = (digit: string) => `0x${digit.repeat(40)}`;

const organization = (): OrganizationConfig => ({
  slug: 'acme',
  name: 'Acme',
  chainId: 31337,
  rpcUrls: [`http://127.0.0.1:${port}`],
  governor: address('1'),
  token: address('2'),
  timelock: address('3'),
  policyRegistry: address('4'),
  runRegistry: address('5'),
  startBlock: 0,
  finalityBlocks: 2,
});

beforeAll(async () => {
  database = await startTestDatabase();
  port = await freePort();
  const env = { DATABASE_URL: database.url, MANDATE_CONFIG: 'given', INDEXER_POLL_MILLISECONDS: '50' };
  const config = new Config(readEnv(env), [organization()]);
  const imports = [
    ConfigModule.forRoot(config),
    StoreModule.forRoot(database.url),
    ChainModule,
    HealthModule,
    IndexerLoopModule,
  ];
  app = await NestFactory.create<NestFastifyApplication>({ module: TestProcess, imports }, new FastifyAdapter(), {
    logger: false,
  });
});

afterAll(async () => {
  await anvil?.stop();
  await database?.stop();
});

const readiness = async () => {
  const response = await fetch(`${await app.getUrl()}/readyz`);
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

describe('the indexer process', () => {
  it('waits for a chain that does not answer yet, indexes it once it does, and ends when told', async () => {
    await app.listen(0, '127.0.0.1');
    const waiting = await readiness();

    const committed = new EventTarget();
    const onWake = (_channel: string, payload: string | null) => payload && committed.dispatchEvent(new Event('block'));
    const wakeups = new Wakeups(database.url, ['mandate_block'], onWake, () => undefined);
    const firstBlock = once(committed, 'block');
    await wakeups.start();
    anvil = await startAnvil({ port });
    await firstBlock;
    await wakeups.stop();
    await app.close();

    expect(waiting.status).toBe(503);
    expect(waiting.body['chain 31337']).toMatch(/has not reached the head yet|ECONNREFUSED/);
    const cursors = await database.dataSource.query('SELECT chain_id, block_number FROM chain_cursor');
    expect(cursors).toEqual([{ chain_id: 31337, block_number: '0' }]);
  });
});
