import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { openArtifacts } from '../artifacts/open-artifacts.js';
import { ChainModule } from '../chain/chain.module.js';
import { ChainReaders } from '../chain/chain-readers.js';
import { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { Health } from '../health/health.js';
import { HealthModule } from '../health/health.module.js';
import { StoreModule } from '../store/store.module.js';
import { Wakeups } from '../store/wakeups.js';
import { configuredEngine } from './configured-engine.js';
import { Leadership } from './leadership.js';
import { openRegistries } from './open-registries.js';
import { ProgressReader } from './progress-reader.js';
import { Reconciler } from './reconciler.js';
import { RunLedger } from './run-ledger.js';
import { RunOrders } from './run-orders.js';
import { SweepLoop } from './sweep-loop.js';

const logger = new Logger('executor');
const log = (sentence: string) => logger.warn(sentence);

const providers: Provider[] = [
  {
    provide: Reconciler,
    inject: [Config, ChainReaders, DataSource],
    useFactory: async (config: Config, readers: ChainReaders, dataSource: DataSource) => {
      const ledger = new RunLedger(dataSource);
      const engine = configuredEngine(config.env);
      const artifacts = openArtifacts(config.env);
      const tools = { ledger, engine, artifacts, progress: new ProgressReader(engine, ledger) };
      return new Reconciler(new RunOrders(dataSource), tools, await openRegistries(config, readers, dataSource), log);
    },
  },
  {
    provide: SweepLoop,
    inject: [Reconciler, DataSource, Health, Config],
    useFactory: (reconciler: Reconciler, dataSource: DataSource, health: Health, { env }: Config) =>
      new SweepLoop(reconciler, new Leadership(dataSource), health, env.EXECUTOR_SWEEP_MILLISECONDS, log),
  },
  {
    provide: Wakeups,
    inject: [SweepLoop, Config],
    useFactory: (loop: SweepLoop, { env }: Config) =>
      new Wakeups(env.DATABASE_URL, ['mandate_block'], () => loop.wake(), log),
  },
];

/** Carries out the runs that the chain orders. */
@Module({})
export class ExecutorModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(SweepLoop) private readonly loop: SweepLoop,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
  ) {}

  static forRoot(config: Config): DynamicModule {
    const imports = [
      ConfigModule.forRoot(config),
      StoreModule.forRoot(config.env.DATABASE_URL),
      ChainModule,
      HealthModule,
    ];
    return { module: ExecutorModule, imports, providers };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.loop.start();
    await this.wakeups.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.wakeups.stop();
    await this.loop.stop();
  }
}
