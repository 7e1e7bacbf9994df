import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ChainModule } from './chain/chain.module.js';
import { ChainReader } from './chain/chain-reader.js';
import { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { ConfigError } from './config/config-error.js';
import { HealthModule } from './health/health.module.js';
import { ProcessLogger } from './health/process-logger.js';
import { refuse, startProcess } from './health/start-process.js';
import { Indexer } from './indexer/indexer.js';
import { IndexerLoopModule, IndexerModule } from './indexer/indexer.module.js';
import { indexerTaskOf } from './indexer/indexer-task.js';
import { preflight } from './indexer/preflight/preflight.js';
import { preflightText } from './indexer/preflight/preflight-text.js';
import { openDataSource } from './store/data-source.js';
import { OrganizationRegistry } from './store/organization-registry.js';
import { StoreModule } from './store/store.module.js';

@Module({})
class IndexerProcess {}

const processOf = (config: Config, indexer: typeof IndexerModule | typeof IndexerLoopModule) => ({
  module: IndexerProcess,
  imports: [
    ConfigModule.forRoot(config),
    StoreModule.forRoot(config.env.DATABASE_URL),
    ChainModule,
    HealthModule,
    indexer,
  ],
});

/** Indexes up to the present head, prints one JSON line and ends. */
async function untilHead(): Promise<void> {
  const module = processOf(Config.load(), IndexerModule);
  const app = await NestFactory.createApplicationContext(module, {
    logger: new ProcessLogger(['error', 'warn']),
    abortOnError: false,
  });
  const report = await app.get(Indexer).untilHead((line) => process.stderr.write(`${line}\n`));
  await app.close();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Prints what following an organization would be like; the exit code is 1 when it is refused. */
async function lookAt(slug: string): Promise<void> {
  const organization = Config.load().organization(slug);
  const reader = new ChainReader(organization);
  const report = await preflight(reader, organization).finally(() => reader.close());
  process.stdout.write(preflightText(report));
  process.exitCode = report.isRefused ? 1 : 0;
}

/** Takes an organization out of the database, with every row that no other one needs. */
async function forget(slug: string): Promise<void> {
  const dataSource = await openDataSource(Config.load().env.DATABASE_URL, 1);
  const isKnown = await new OrganizationRegistry(dataSource).forget(slug).finally(() => dataSource.destroy());
  if (!isKnown) throw new ConfigError(`--forget: the database has no organization "${slug}".`);
}

function follow(): Promise<unknown> {
  return startProcess(() => {
    const config = Config.load();
    return { module: processOf(config, IndexerLoopModule), host: config.env.HOST, port: config.env.INDEXER_PORT };
  });
}

async function run(): Promise<void> {
  const task = indexerTaskOf(process.argv.slice(2));
  if (task.kind === 'follow') await follow();
  else if (task.kind === 'untilHead') await untilHead();
  else if (task.kind === 'preflight') await lookAt(task.slug);
  else await forget(task.slug);
}

await run().catch(refuse);
