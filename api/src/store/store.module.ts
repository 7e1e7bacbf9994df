import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, openDataSource } from './data-source.js';

/** The database of a process: an injectable `DataSource`, connected and migrated, closed when the process ends. */
@Module({})
export class StoreModule {
  static forRoot(databaseUrl: string, poolSize = 10): DynamicModule {
    return {
      module: StoreModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(databaseUrl, poolSize), retryAttempts: 0 }),
          dataSourceFactory: () => openDataSource(databaseUrl, poolSize),
        }),
      ],
    };
  }
}
