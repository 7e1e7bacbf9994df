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
import { Alarms } from './alarms.js';
import { configuredEngine } from './configured-engine.js';
import { Degradation } from './degradation.js';
import { Leadership } from './leadership.js';
import { OpenRegistries } from './open-registries.js';
import { ProgressReader } from './progress-reader.js';
import { Reconciler, type RegistryOf } from './reconciler.js';
import { RevisionInputs } from './revision-inputs.js';
import { RunLedger } from './run-ledger.js';
import { RunOrders } from './run-orders.js';
import { SweepLoop } from './sweep-loop.js';

const logger = new Logger('executor');
const log = (sentence: string) => logger.warn(sentence);

const providers: Provider[] = [
  {
    provide: OpenRegistries,
    inject: [Config, ChainReaders, DataSource],
    useFactory: OpenRegistries.open,
  },
  {
    provide: Reconciler,
    inject: [Config, OpenRegistries, DataSource, Health],
    useFactory: (config: Config, registries: OpenRegistries, dataSource: DataSource, health: Health) => {
      const ledger = new RunLedger(dataSource);
      const engine = configuredEngine(config.env);
      const artifacts = openArtifacts(config.env);
      const tools = {
        ...{ ledger, engine, artifacts, progress: new ProgressReader(engine, ledger) },
        revisions: new RevisionInputs(artifacts, config.env.WORKER_INPUTS_DIR),
        degradation: new Degradation(dataSource),
      };
      const registryOf: RegistryOf = (chainId, address) => registries.of(chainId, address);
      return new Reconciler(new RunOrders(dataSource), tools, registryOf, new Alarms(health, log), log);
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
      new Wakeups(env.DATABASE_URL, ['mandate_block', 'mandate_request'], () => loop.wake(), log),
  },
];

/** Carries out the runs that the chain orders. */
@Module({})
export class ExecutorModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(SweepLoop) private readonly loop: SweepLoop,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
    @Inject(OpenRegistries) private readonly registries: OpenRegistries,
    @Inject(Health) private readonly health: Health,
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
    this.health.onScrape(() => this.showBalances());
    this.loop.start();
    await this.wakeups.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.wakeups.stop();
    await this.loop.stop();
    this.registries.close();
  }

  private async showBalances(): Promise<void> {
    for (const { chainId, account, balanceWei } of await this.registries.balances()) {
      const help = "What the worker's account can spend on gas.";
      this.health.gauge('mandate_executor_balance_wei', help, Number(balanceWei), { chain: chainId, account });
    }
  }
}
