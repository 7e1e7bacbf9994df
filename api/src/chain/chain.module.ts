import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ChainReader } from './chain-reader.js';
import { ChainReaders } from './chain-readers.js';

/** The readers of all configured chains; refuses to start when an address answers for another chain. */
@Global()
@Module({
  providers: [
    {
      provide: ChainReaders,
      inject: [Config],
      useFactory: async ({ chains }: Config) => {
        const readers = chains.map((chain) => new ChainReader(chain));
        await Promise.all(readers.map((reader) => reader.verifyChainId()));
        return new ChainReaders(readers);
      },
    },
  ],
  exports: [ChainReaders],
})
export class ChainModule implements OnApplicationShutdown {
  constructor(@Inject(ChainReaders) private readonly readers: ChainReaders) {}

  onApplicationShutdown(): void {
    for (const reader of this.readers.all()) reader.close();
  }
}
