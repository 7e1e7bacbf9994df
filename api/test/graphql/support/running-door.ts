import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ChainReader } from '../../../src/chain/chain-reader.js';
import { Config } from '../../../src/config/config.js';
import { ConfigModule } from '../../../src/config/config.module.js';
import { readEnv } from '../../../src/config/env.js';
import { GraphqlDoorModule } from '../../../src/graphql/graphql-door.module.js';
import { HealthModule } from '../../../src/health/health.module.js';
import { ChainIndexer } from '../../../src/indexer/chain-indexer.js';
import { configuredRow } from '../../../src/indexer/configured-row.js';
import { FactStore } from '../../../src/store/fact-store.js';
import { OrganizationRegistry } from '../../../src/store/organization-registry.js';
import { StoreModule } from '../../../src/store/store.module.js';
import { TallyDoorModule } from '../../../src/tally/tally-door.module.js';
import { startTestChain, type TestChain } from '../../support/test-chain.js';
import { TestDao } from '../../support/test-dao.js';
import { startTestDatabase, type TestDatabase } from '../../support/test-database.js';

/** An answer of a door. */
export interface Answer<T> {
  status: number;
  data: T;
  errors: { message: string; extensions?: { code?: string } }[];
}

/** Both GraphQL doors over a real database, which follows a real chain when it is told to. */
export interface RunningDoor {
  url: string;
  chain: TestChain;
  dao: TestDao;
  database: TestDatabase;
  catchUp(): Promise<void>;
  /** Takes the chain back to where the organization was just founded; the database follows, as after a reorg. */
  startOver(): Promise<void>;
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  askTally<T>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  stop(): Promise<void>;
}

/** Deploys an organization, indexes it, and opens the doors. */
export async function startDoor(): Promise<RunningDoor> {
  const [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  const dao = await TestDao.found(chain);
  const reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  const registry = new OrganizationRegistry(database.dataSource);
  const organizations = [dao.organization()];
  await registry.adopt(organizations.map(configuredRow));
  const store = new FactStore(database.dataSource);
  const indexer = new ChainIndexer(reader, store, registry, organizations, () => undefined);
  const app = await openDoors(database.url, dao);
  const url = await app.getUrl();
  let founded = await chain.snapshot();

  return {
    url,
    chain,
    dao,
    database,
    startOver: async () => {
      await chain.revertTo(founded);
      founded = await chain.snapshot();
      await chain.mine(1);
    },
    catchUp: async () => void (await indexer.catchUp()),
    ask: (query, variables) => post(`${url}/graphql`, { query, variables }),
    askTally: (query, variables) => post(`${url}/query`, { query, variables }),
    stop: async () => {
      await app.close();
      reader.close();
      await Promise.all([database.stop(), chain.stop()]);
    },
  };
}

async function openDoors(databaseUrl: string, dao: TestDao): Promise<NestFastifyApplication> {
  const config = new Config(readEnv({ DATABASE_URL: databaseUrl, MANDATE_CONFIG: 'not read' }), [dao.organization()]);

  @Module({
    imports: [
      ConfigModule.forRoot(config),
      StoreModule.forRoot(databaseUrl),
      HealthModule,
      GraphqlDoorModule,
      TallyDoorModule,
    ],
  })
  class Doors {}

  const app = await NestFactory.create<NestFastifyApplication>(Doors, new FastifyAdapter(), {
    logger: false,
    forceCloseConnections: true,
  });
  await app.listen(0, '127.0.0.1');
  return app;
}

async function post<T>(url: string, body: unknown): Promise<Answer<T>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'api-key': 'any' },
    body: JSON.stringify(body),
  });
  const { data, errors = [] } = (await response.json()) as { data: T; errors?: Answer<T>['errors'] };
  return { status: response.status, data, errors };
}
