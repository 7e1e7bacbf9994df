import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChainMoved } from '../chain/chain-errors.js';
import { Config } from '../config/config.js';
import { Health } from '../health/health.js';
import { CursorMoved } from '../store/chain-batch.js';
import { ChainWatch } from './chain-watch.js';
import type { ConfiguredChain } from './configured-chain.js';
import { Indexer } from './indexer.js';

const LONGEST_PAUSE_MILLISECONDS = 15_000;
const PROGRESS_MILLISECONDS = 10_000;

/** Keeps every chain's rows at its head until the process ends. A chain that fails is tried again; the others go on. */
@Injectable()
export class IndexerLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('indexer');
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(
    private readonly indexer: Indexer,
    private readonly config: Config,
    private readonly health: Health,
    private readonly dataSource: DataSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.health.addCheck('database', () => this.dataSource.query('SELECT 1').then(() => null));
    const chains = await this.indexer.open();
    this.loops = chains.map((chain) => this.follow(chain));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private async follow(chain: ConfiguredChain): Promise<void> {
    const { signal } = this.stopping;
    const watch = new ChainWatch(chain, this.dataSource, this.health);
    const telling = setInterval(() => void this.tell(chain, watch), PROGRESS_MILLISECONDS);
    signal.addEventListener('abort', () => clearInterval(telling));
    let failures = 0;
    while (!signal.aborted) {
      try {
        await chain.catchUp(signal);
        watch.reachedHead();
        failures = 0;
      } catch (error) {
        const { message } = error as Error;
        watch.failed(message);
        failures += 1;
        this.logger.warn(`chain ${chain.chainId}: ${message}`);
        if (error instanceof ChainMoved || error instanceof CursorMoved) failures = 0;
      }
      const backoff = this.config.env.INDEXER_POLL_MILLISECONDS * 2 ** failures;
      await pause(Math.min(backoff, LONGEST_PAUSE_MILLISECONDS), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Says how far a backfill is; a database that cannot be asked is told of elsewhere. */
  private async tell(chain: ConfiguredChain, watch: ChainWatch): Promise<void> {
    const progress = await watch.progress().catch(() => null);
    if (progress) this.logger.log(`chain ${chain.chainId}: ${progress}`);
  }
}
