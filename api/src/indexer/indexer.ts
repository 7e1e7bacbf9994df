import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChainReaders } from '../chain/chain-readers.js';
import { Config } from '../config/config.js';
import { FactStore } from '../store/fact-store.js';
import { OrganizationRegistry } from '../store/organization-registry.js';
import { ChainIndexer } from './chain-indexer.js';
import { configuredRow } from './configured-row.js';

/** What `--until-head` prints. */
export interface IndexerReport {
  blocks: number;
  logs: number;
  rows: number;
  seconds: number;
  peakRssBytes: number;
}

/** Chain → rows, for every configured chain. */
@Injectable()
export class Indexer {
  private readonly logger = new Logger('indexer');
  private chains: ChainIndexer[] | null = null;

  constructor(
    private readonly config: Config,
    private readonly readers: ChainReaders,
    private readonly dataSource: DataSource,
  ) {}

  /** One indexer for each chain; the configured organizations are rows afterwards. */
  async open(): Promise<ChainIndexer[]> {
    if (this.chains) return this.chains;
    const registry = new OrganizationRegistry(this.dataSource);
    const store = new FactStore(this.dataSource);
    await registry.adopt(this.config.organizations.map(configuredRow));
    this.chains = this.readers.all().map((reader) => {
      const organizations = this.config.organizations.filter(({ chainId }) => chainId === reader.chainId);
      const log = (sentence: string) => this.logger.log(`chain ${reader.chainId}: ${sentence}`);
      return new ChainIndexer(reader, store, registry, organizations, log);
    });
    return this.chains;
  }

  /** Indexes every chain up to the head that it has when this begins. */
  async untilHead(): Promise<IndexerReport> {
    const startedAt = performance.now();
    const chains = await this.open();
    await Promise.all(chains.map((chain) => chain.catchUp()));
    const sum = (pick: (chain: ChainIndexer) => number) => chains.reduce((total, chain) => total + pick(chain), 0);
    return {
      blocks: sum(({ totals }) => totals.blocks),
      logs: sum(({ totals }) => totals.logs),
      rows: sum(({ totals }) => totals.rows),
      seconds: Math.round(performance.now() - startedAt) / 1000,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
  }
}
