import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChainReaders } from '../chain/chain-readers.js';
import { Config } from '../config/config.js';
import { Health } from '../health/health.js';
import { OrganizationRegistry } from '../store/organization-registry.js';
import { ChainWatch } from './chain-watch.js';
import { ConfiguredChain } from './configured-chain.js';
import { configuredRow } from './configured-row.js';
import { isOurs } from './dialect-book.js';

/** What `--until-head` prints. */
export interface IndexerReport {
  blocks: number;
  logs: number;
  rows: number;
  seconds: number;
  peakRssBytes: number;
}

/** How often a long backfill says how far it is. */
const PROGRESS_MILLISECONDS = 10_000;

/** Chain → rows, for every configured chain. */
@Injectable()
export class Indexer {
  private readonly logger = new Logger('indexer');
  private chains: ConfiguredChain[] | null = null;

  constructor(
    private readonly config: Config,
    private readonly readers: ChainReaders,
    private readonly dataSource: DataSource,
  ) {}

  /** One indexer for each chain. Our own organizations are rows afterwards, the others when they were looked at. */
  async open(): Promise<ConfiguredChain[]> {
    if (this.chains) return this.chains;
    const registry = new OrganizationRegistry(this.dataSource);
    await registry.adopt(this.config.organizations.filter(isOurs).map(configuredRow));
    this.chains = this.readers.all().map((reader) => {
      const organizations = this.config.organizations.filter(({ chainId }) => chainId === reader.chainId);
      const log = (sentence: string) => this.logger.log(`chain ${reader.chainId}: ${sentence}`);
      return new ConfiguredChain(reader, this.dataSource, organizations, log);
    });
    return this.chains;
  }

  /** Indexes every chain up to the head that it has when this begins; says now and then how far it is. */
  async untilHead(say: (line: string) => void = () => undefined): Promise<IndexerReport> {
    const startedAt = performance.now();
    const chains = await this.open();
    const watches = chains.map((chain) => new ChainWatch(chain, this.dataSource, new Health()));
    const telling = setInterval(() => void this.tellProgress(watches, say), PROGRESS_MILLISECONDS);
    await Promise.all(chains.map((chain) => chain.catchUp())).finally(() => clearInterval(telling));
    const sum = (pick: (chain: ConfiguredChain) => number) => chains.reduce((total, chain) => total + pick(chain), 0);
    return {
      blocks: sum(({ totals }) => totals.blocks),
      logs: sum(({ totals }) => totals.logs),
      rows: sum(({ totals }) => totals.rows),
      seconds: Math.round(performance.now() - startedAt) / 1000,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
  }

  private async tellProgress(watches: ChainWatch[], say: (line: string) => void): Promise<void> {
    for (const watch of watches) {
      const progress = await watch.progress().catch(() => null);
      if (progress) say(progress);
    }
  }
}
