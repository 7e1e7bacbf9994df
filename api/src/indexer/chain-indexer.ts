import type { BlockHeader } from '../chain/block-header.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { CursorMoved } from '../store/chain-batch.js';
import type { FactStore } from '../store/fact-store.js';
import type { OrganizationRegistry } from '../store/organization-registry.js';
import { ChainFollower } from './chain-follower.js';
import { contractsOf, type FollowedOrganization } from './contract-roles.js';
import type { IndexerTotals } from './indexer-totals.js';
import { LogDecoder } from './log-decoder.js';
import { OrganizationBackfill } from './organization-backfill.js';
import { GovernorViews } from './views/governor-views.js';

/** So often the rows may be moved by somebody else before we wait. */
const TURNS_MAX = 3;

/** Everything about indexing one chain: first what organizations that were added later lack, then the chain itself. */
export class ChainIndexer {
  private readonly follower: ChainFollower;
  private areLevel = false;

  constructor(
    private readonly reader: ChainReader,
    private readonly store: FactStore,
    private readonly registry: OrganizationRegistry,
    private readonly organizations: FollowedOrganization[],
    private readonly log: (sentence: string) => void,
  ) {
    const followed = {
      slugs: organizations.map(({ slug }) => slug),
      startBlock: Math.min(...organizations.map(({ startBlock }) => startBlock)),
      decoder: this.decoderOf(organizations),
      views: this.viewsOf(organizations),
    };
    this.follower = new ChainFollower(reader, store, followed, log);
  }

  get chainId(): number {
    return this.reader.chainId;
  }

  get totals(): IndexerTotals {
    return this.follower.totals;
  }

  /** Brings the rows to the head that the chain has now, or had when it was `seen`; returns that head. */
  async catchUp(signal?: AbortSignal, seen?: BlockHeader): Promise<BlockHeader> {
    for (let turn = 1; ; turn += 1) {
      try {
        if (!this.areLevel) await this.levelOrganizations(signal);
        return await this.follower.catchUp(signal, seen);
      } catch (error) {
        // Whoever moved the rows meanwhile may not follow our organizations.
        this.areLevel = false;
        this.follower.judge(error);
        if (!(error instanceof CursorMoved) || turn === TURNS_MAX) throw error;
      }
    }
  }

  private async levelOrganizations(signal?: AbortSignal): Promise<void> {
    await this.follower.repair(await this.reader.head());
    for (const row of await this.registry.ofChain(this.chainId)) {
      const configured = this.organizations.filter(({ slug }) => slug === row.slug);
      if (configured.length === 0) continue;
      const [decoder, views] = [this.decoderOf(configured), this.viewsOf(configured)];
      await new OrganizationBackfill(this.reader, this.store, decoder, views, this.log).catchUp(row, signal);
    }
    this.areLevel = !signal?.aborted;
  }

  private viewsOf(organizations: FollowedOrganization[]): GovernorViews {
    const dialects = organizations.flatMap(({ governor, dialect }) => (dialect ? [[governor, dialect] as const] : []));
    return new GovernorViews(this.reader, this.store, new Map(dialects));
  }

  private decoderOf(organizations: FollowedOrganization[]): LogDecoder {
    return new LogDecoder(this.chainId, organizations.flatMap(contractsOf));
  }
}
