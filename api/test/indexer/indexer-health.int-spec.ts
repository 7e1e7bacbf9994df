import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { ChainModule } from '../../src/chain/chain.module.js';
import { Config } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { readEnv } from '../../src/config/env.js';
import { HealthModule } from '../../src/health/health.module.js';
import { IndexerLoopModule } from '../../src/indexer/indexer.module.js';
import { StoreModule } from '../../src/store/store.module.js';
import { eventually } from '../engine/eventually.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

@Module({})
class TestProcess {}

const address = (digit: string) => `0x${digit.repeat(40)}`;

let anvil: Awaited<ReturnType<typeof startAnvil>>;
let database: TestDatabase | null;
let app: NestFastifyApplication;

beforeAll(async () => {
  const [chainStarted, databaseStarted] = await Promise.all([startAnvil(), startTestDatabase()]);
  [anvil, database] = [chainStarted, databaseStarted];
  const { url } = databaseStarted;
  const env = { DATABASE_URL: url, MANDATE_CONFIG: 'given', INDEXER_POLL_MILLISECONDS: '50' };
  const contracts = { governor: address('1'), token: address('2'), timelock: address('3') };
  const registries = { policyRegistry: address('4'), runRegistry: address('5') };
  const chain = { chainId: 31337, rpcUrls: [anvil.url], startBlock: 0, finalityBlocks: 2 };
  const config = new Config(readEnv(env), [{ slug: 'acme', name: 'Acme', ...chain, ...contracts, ...registries }]);
  const modules = [ConfigModule.forRoot(config), StoreModule.forRoot(url), ChainModule, HealthModule];
  app = await NestFactory.create<NestFastifyApplication>(
    { module: TestProcess, imports: [...modules, IndexerLoopModule] },
    new FastifyAdapter(),
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
}, 60_000);

afterAll(async () => {
  await app?.close();
  await anvil?.stop();
  await database?.stop();
});

async function get(door: string) {
  const response = await fetch(`${await app.getUrl()}${door}`);
  return { status: response.status, body: await response.text() };
}

/** What `/readyz` says once it says this. */
const unready = (part: string) =>
  eventually(async () => {
    const { status, body } = await get('/readyz');
    return status === 503 ? ((JSON.parse(body)[part] as string | undefined) ?? null) : null;
  }, 20_000);

describe('the health of an indexer', () => {
  it('is good at the head, then names the chain that is gone, then the database', async () => {
    await eventually(async () => ((await get('/readyz')).status === 200 ? true : null), 20_000);
    const { body } = await get('/metrics');
    expect(body).toContain('mandate_indexer_up{chain="31337"} 1');
    expect(body).toContain('mandate_indexer_lag_blocks{chain="31337"} 0');
    expect(body).toMatch(/mandate_rpc_requests_total\{chain="31337",endpoint="127\.0\.0\.1:\d+"\} [1-9]/);
    expect(body).toMatch(/mandate_rpc_failures_total\{chain="31337",endpoint="127\.0\.0\.1:\d+"\} 0/);

    await anvil.stop();
    expect(await unready('chain 31337')).toMatch(/ECONN|socket|hang up|closed/i);
    const later = (await get('/metrics')).body;
    expect(later).toContain('mandate_indexer_up{chain="31337"} 0');
    expect(later).toMatch(/mandate_rpc_failures_total\{.*\} [1-9]/);

    await database?.stop();
    database = null;
    expect(await unready('database')).not.toBe('');
    const living = await get('/healthz');
    expect(living.status).toBe(200);
    expect(Object.keys(JSON.parse(living.body).lacking)).toEqual(['database', 'chain 31337']);
    expect((await get('/metrics')).status).toBe(200);
  }, 90_000);
});
