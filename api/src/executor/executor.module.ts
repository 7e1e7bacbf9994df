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
import { ChainModule } from '../chain/chain.module.js';
import { ChainReaders } from '../chain/chain-readers.js';
import { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { Health } from '../health/health.js';
import { HealthModule } from '../health/health.module.js';
import { StoreModule } from '../store/store.module.js';
import { Wakeups } from '../store/wakeups.js';
import { executorLock, Leadership } from './leadership.js';
import { OpenRegistries } from './open-registries.js';
import { openRole, Role } from './role.js';
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
    provide: Role,
    inject: [Config, OpenRegistries, DataSource, Health],
    useFactory: (config: Config, registries: OpenRegistries, dataSource: DataSource, health: Health) =>
      openRole(config, registries, dataSource, health, log),
  },
  {
    provide: SweepLoop,
    inject: [Role, OpenRegistries, DataSource, Health, Config],
    useFactory: (
      role: Role,
      { worker }: OpenRegistries,
      dataSource: DataSource,
      health: Health,
      { env }: Config,
    ): SweepLoop => {
      const lock = env.EXECUTOR_ROLE === 'confirm' ? `confirmer ${worker}` : executorLock;
      const leadership = new Leadership(dataSource, lock);
      return new SweepLoop(role, leadership, health, env.EXECUTOR_SWEEP_MILLISECONDS, log);
    },
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
