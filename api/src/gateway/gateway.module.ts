import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ChainModule } from '../chain/chain.module.js';
import { ChainReaders } from '../chain/chain-readers.js';
import { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { Health } from '../health/health.js';
import { HealthModule } from '../health/health.module.js';
import { StoreModule } from '../store/store.module.js';
import { Catalogue } from './catalogue.js';
import { ChatController } from './chat.controller.js';
import { ChatDoor } from './chat-door.js';
import { GatewayRuntime } from './gateway-runtime.js';
import { MandateController } from './mandate.controller.js';
import { ModelsController } from './models.controller.js';
import { OpenAiErrorFilter } from './openai-error.filter.js';
import { RateLimit } from './rate-limit.js';
import { Serving } from './serving.js';
import { ServingReport } from './serving-report.js';

const runtime = {
  provide: GatewayRuntime,
  inject: [Config, DataSource, ChainReaders, Health],
  useFactory: (config: Config, dataSource: DataSource, chains: ChainReaders, health: Health) =>
    new GatewayRuntime(config, dataSource, chains, health),
};

/** The OpenAI-compatible door. */
@Module({
  controllers: [ChatController, ModelsController, MandateController],
  providers: [
    runtime,
    { provide: Serving, inject: [GatewayRuntime], useFactory: ({ serving }: GatewayRuntime) => serving },
    { provide: ServingReport, inject: [GatewayRuntime], useFactory: ({ report }: GatewayRuntime) => report },
    {
      provide: ChatDoor,
      inject: [GatewayRuntime],
      useFactory: ({ serving, answering, requestLog }: GatewayRuntime) =>
        new ChatDoor(serving, answering, requestLog, new RateLimit()),
    },
    { provide: Catalogue, inject: [Config], useFactory: ({ env }: Config) => new Catalogue(env.WORKER_INPUTS_DIR) },
    { provide: APP_FILTER, useClass: OpenAiErrorFilter },
  ],
})
export class GatewayModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(GatewayRuntime) private readonly runtime: GatewayRuntime) {}

  /** The module with the rooms below it. */
  static forRoot(config: Config): DynamicModule {
    const imports = [
      ConfigModule.forRoot(config),
      StoreModule.forRoot(config.env.DATABASE_URL),
      ChainModule,
      HealthModule,
    ];
    return { module: GatewayModule, imports };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.runtime.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.runtime.stop();
  }
}
