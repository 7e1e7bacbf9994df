import { ChainMoved } from '../chain/chain-errors.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { LogRanges } from '../chain/log-ranges.js';
import type { ChainCursorEntity } from '../store/chain-cursor.entity.js';
import type { FactStore } from '../store/fact-store.js';
import type { OrganizationEntity } from '../store/organization.entity.js';
import { BlockChecks } from './block-checks.js';
import type { LogDecoder } from './log-decoder.js';
import { type LogBlock, type ReadStretch, readFinalStretch, readRecentStretch, stretchOf } from './read-stretch.js';
import type { GovernorViews } from './views/governor-views.js';

const RECENT_BLOCKS_AT_ONCE = 64;

/**
 * Reads the older logs of one organization that was added to a chain which is indexed already, up to the chain's cursor.
 * They are held against blocks and receipts as those of whoever is followed from the start.
 */
export class OrganizationBackfill {
  private readonly ranges: LogRanges;
  private readonly checks: BlockChecks;

  constructor(
    private readonly reader: ChainReader,
    private readonly store: FactStore,
    private readonly decoder: LogDecoder,
    private readonly views: GovernorViews,
    log: (sentence: string) => void,
  ) {
    this.ranges = new LogRanges(reader);
    this.checks = new BlockChecks(reader, decoder, log);
  }

  /** Ends when the organization is level with the cursor. A reorg meanwhile takes both back alike. */
  async catchUp(organization: OrganizationEntity, signal?: AbortSignal): Promise<void> {
    const { chainId } = this.reader;
    const cursor = await this.store.cursor(chainId);
    if (!cursor) return;

    let indexed = organization.indexedNumber;
    let after: LogBlock | null = null;
    while (!signal?.aborted && (indexed ?? organization.startBlock - 1) < cursor.blockNumber) {
      const fromBlock = indexed === null ? organization.startBlock : indexed + 1;
      const isFinal = fromBlock <= cursor.finalizedNumber;
      const read = isFinal ? await this.readFinal(fromBlock, cursor) : await this.readRecent(fromBlock, cursor);
      const stretch = stretchOf(chainId, [organization.slug], this.decoder, read);
      await this.checks.undecodable(read, stretch.quarantined);
      const { last, blocks } = read;
      const readings = await this.views.read({ after, facts: stretch.facts, last, blocks, isHead: false, isFinal });
      await this.store.commitBackfill({ ...stretch, readings }, organization.slug, indexed);
      after = last;
      indexed = last.number;
    }
  }

  private async readFinal(fromBlock: number, cursor: ChainCursorEntity): Promise<ReadStretch> {
    const end = Math.min(cursor.finalizedNumber, cursor.blockNumber);
    const wanted = { fromBlock, toBlock: end, lastBlock: end };
    return this.checks.final(await readFinalStretch(this.reader, this.ranges, this.decoder.addresses, wanted));
  }

  /** Some blocks that may still move. Whether the rows of others stand on the same ones, the store says. */
  private async readRecent(fromBlock: number, cursor: ChainCursorEntity): Promise<ReadStretch> {
    const count = Math.min(RECENT_BLOCKS_AT_ONCE, cursor.blockNumber - fromBlock + 1);
    const headers = await this.reader.findBlocks(Array.from({ length: count }, (_, index) => fromBlock + index));
    const stretch = headers.length < count ? null : await readRecentStretch(this.reader, this.decoder, headers, null);
    if (!stretch) throw new ChainMoved(`block ${fromBlock + headers.length} is gone`);
    await this.checks.recent(headers, stretch.logs);
    return stretch;
  }
}
