import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { GraphqlDoorModule } from './graphql/graphql-door.module.js';
import { RunLogModule } from './graphql/run/run-log.module.js';
import { HealthModule } from './health/health.module.js';
import { startProcess } from './health/start-process.js';
import { StoreModule } from './store/store.module.js';
import { TallyDoorModule } from './tally/tally-door.module.js';

await startProcess(() => {
  const config = Config.load();

  @Module({
    imports: [
      ConfigModule.forRoot(config),
      StoreModule.forRoot(config.env.DATABASE_URL),
      HealthModule,
      GraphqlDoorModule,
      RunLogModule,
      TallyDoorModule,
    ],
  })
  class GraphqlProcess {}

  return {
    module: GraphqlProcess,
    host: config.env.HOST,
    port: config.env.GRAPHQL_PORT,
    // Everything here is public and nothing is done in anybody's name, so any page may ask.
    prepare: (app) => app.enableCors({ origin: '*', methods: ['GET', 'POST', 'OPTIONS'] }),
  };
});
