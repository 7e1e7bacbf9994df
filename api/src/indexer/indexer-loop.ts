import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ChainMoved } from '../chain/chain-errors.js';
import { Config } from '../config/config.js';
import { Health } from '../health/health.js';
import { CursorMoved } from '../store/chain-batch.js';
import type { ConfiguredChain } from './configured-chain.js';
import { Indexer } from './indexer.js';

const LONGEST_PAUSE_MILLISECONDS = 15_000;

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
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const chains = await this.indexer.open();
    this.loops = chains.map((chain) => this.follow(chain));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private async follow(chain: ConfiguredChain): Promise<void> {
    const { signal } = this.stopping;
    let failure: string | null = 'has not reached the head yet';
    let failures = 0;
    this.health.addCheck(`chain ${chain.chainId}`, () => failure);
    while (!signal.aborted) {
      try {
        const head = await chain.catchUp(signal);
        failure = null;
        failures = 0;
        this.report(chain, head.number);
      } catch (error) {
        failure = (error as Error).message;
        failures += 1;
        this.logger.warn(`chain ${chain.chainId}: ${failure}`);
        if (error instanceof ChainMoved || error instanceof CursorMoved) failures = 0;
      }
      const backoff = this.config.env.INDEXER_POLL_MILLISECONDS * 2 ** failures;
      await pause(Math.min(backoff, LONGEST_PAUSE_MILLISECONDS), undefined, { signal }).catch(() => undefined);
    }
  }

  private report({ chainId, totals }: ConfiguredChain, head: number): void {
    const labels = { chain: chainId };
    this.health.gauge('mandate_indexer_block_number', 'The last block whose logs are rows.', head, labels);
    this.health.gauge('mandate_indexer_logs', 'Logs read since the start.', totals.logs, labels);
    this.health.gauge('mandate_indexer_rows', 'Rows written since the start.', totals.rows, labels);
    this.health.gauge('mandate_indexer_quarantined', 'Logs put aside since the start.', totals.quarantined, labels);
    this.health.gauge('mandate_indexer_reorgs', 'Reorgs repaired since the start.', totals.reorgs, labels);
  }
}
