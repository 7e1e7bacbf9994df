import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, openDataSource } from './data-source.js';
import { NotificationListener } from './notification.js';

/** The database of a process: an injectable, migrated `DataSource`, and a `NotificationListener` that is connected. */
@Global()
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(NotificationListener) private readonly listener: NotificationListener) {}

  /** The module for one database. */
  static forRoot(databaseUrl: string, poolSize = 10): DynamicModule {
    return {
      module: StoreModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => dataSourceOptions(databaseUrl, poolSize),
          dataSourceFactory: () => openDataSource(databaseUrl, poolSize),
        }),
      ],
      providers: [
        {
          provide: NotificationListener,
          useFactory: async () => {
            const listener = new NotificationListener(databaseUrl);
            await listener.open();
            return listener;
          },
        },
      ],
      exports: [NotificationListener],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener.close();
  }
}
