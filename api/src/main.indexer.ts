import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ChainModule } from './chain/chain.module.js';
import { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { ProcessLogger } from './health/process-logger.js';
import { refuse, startProcess } from './health/start-process.js';
import { Indexer } from './indexer/indexer.js';
import { IndexerLoopModule, IndexerModule } from './indexer/indexer.module.js';
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
  const report = await app.get(Indexer).untilHead();
  await app.close();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

if (process.argv.includes('--until-head')) {
  await untilHead().catch(refuse);
} else {
  await startProcess(() => {
    const config = Config.load();
    return { module: processOf(config, IndexerLoopModule), host: config.env.HOST, port: config.env.INDEXER_PORT };
  });
}
