import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BlockHeader } from '../chain/block-header.js';
import { ChainMoved } from '../chain/chain-errors.js';
import { HeadFeed } from '../chain/head-feed.js';
import { Config } from '../config/config.js';
import { Health } from '../health/health.js';
import { CursorMoved } from '../store/chain-batch.js';
import { ChainWatch } from './chain-watch.js';
import type { ConfiguredChain } from './configured-chain.js';
import { Indexer } from './indexer.js';

/** An address may have fallen silent just now, which takes 20 s to be noticed: with this pause all is well again within 30 s. */
const LONGEST_PAUSE_MILLISECONDS = 3_000;
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
    const telling = setInterval(() => void this.tell(watch), PROGRESS_MILLISECONDS);
    signal.addEventListener('abort', () => clearInterval(telling));
    const warn = (sentence: string) => this.logger.warn(`chain ${chain.chainId}: ${sentence}`);
    const feed = new HeadFeed(chain.headUrls, warn, (told) => chain.headerOf(told));
    signal.addEventListener('abort', () => feed.stop());
    feed.start();
    let failures = 0;
    let seen: BlockHeader | null = null;
    while (!signal.aborted) {
      let isWell = false;
      try {
        await chain.catchUp(signal, seen);
        isWell = true;
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
      const wait = Math.min(backoff, LONGEST_PAUSE_MILLISECONDS);
      // After a failure news would only be the next failure: what it is about is asked for anew.
      if (!isWell) await pause(wait, undefined, { signal }).catch(() => undefined);
      seen = isWell ? await feed.next(wait) : null;
    }
  }

  /** Says how far a backfill is; a database that cannot be asked is told of elsewhere. */
  private async tell(watch: ChainWatch): Promise<void> {
    const progress = await watch.progress().catch(() => null);
    if (progress) this.logger.log(progress);
  }
}
