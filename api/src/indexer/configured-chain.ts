import type { DataSource } from 'typeorm';
import type { BlockHeader } from '../chain/block-header.js';
import type { ChainReader } from '../chain/chain-reader.js';
import type { OrganizationConfig } from '../config/organizations.js';
import { DialectRegistry } from '../store/dialect-registry.js';
import { FactStore } from '../store/fact-store.js';
import { OrganizationRegistry } from '../store/organization-registry.js';
import { ChainIndexer } from './chain-indexer.js';
import { configuredRow } from './configured-row.js';
import { DialectBook } from './dialect-book.js';
import { IndexerTotals } from './indexer-totals.js';

/** A chain of the configuration: its organizations are looked at when it first answers, and followed from then on. */
export class ConfiguredChain {
  private indexer: ChainIndexer | null = null;
  private readonly none = new IndexerTotals();

  constructor(
    private readonly reader: ChainReader,
    private readonly dataSource: DataSource,
    private readonly organizations: OrganizationConfig[],
    private readonly log: (sentence: string) => void,
  ) {}

  get chainId(): number {
    return this.reader.chainId;
  }

  /** Addresses that tell of new blocks by themselves. */
  get headUrls(): string[] {
    return this.reader.headUrls;
  }

  /** Reads a block that an address told by itself. Throws `UnsoundAnswer` when it cannot be one. */
  headerOf(answer: unknown): BlockHeader {
    return this.reader.headerOf(answer);
  }

  get totals(): IndexerTotals {
    return this.indexer?.totals ?? this.none;
  }

  /** Brings the rows to the head that the chain has now, or had when it was `seen`; returns that head. */
  async catchUp(signal?: AbortSignal, seen?: BlockHeader | null): Promise<BlockHeader> {
    this.indexer ??= await this.open();
    return this.indexer.catchUp(signal, seen ?? undefined);
  }

  private async open(): Promise<ChainIndexer> {
    const book = new DialectBook(this.reader, new DialectRegistry(this.dataSource), this.log);
    const followed = await book.open(this.organizations);
    if (followed.length === 0) {
      throw new Error('no organization of this chain can be followed: --preflight <slug> tells why');
    }
    const registry = new OrganizationRegistry(this.dataSource);
    await registry.adopt(followed.map(configuredRow));
    return new ChainIndexer(this.reader, new FactStore(this.dataSource), registry, followed, this.log);
  }
}
