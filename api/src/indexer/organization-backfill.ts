import type { ChainReader } from '../chain/chain-reader.js';
import { LogRanges } from '../chain/log-ranges.js';
import type { FactStore } from '../store/fact-store.js';
import type { OrganizationEntity } from '../store/organization.entity.js';
import type { LogDecoder } from './log-decoder.js';
import { type LogBlock, readFinalStretch, stretchOf } from './read-stretch.js';
import type { GovernorViews } from './views/governor-views.js';

/** Reads the older logs of one organization that was added to a chain which is indexed already, up to the chain's cursor. */
export class OrganizationBackfill {
  constructor(
    private readonly reader: ChainReader,
    private readonly store: FactStore,
  ) {}

  /** Ends when the organization is level with the cursor. A reorg meanwhile takes both back alike. */
  async catchUp(
    organization: OrganizationEntity,
    decoder: LogDecoder,
    views: GovernorViews,
    signal?: AbortSignal,
  ): Promise<void> {
    const cursor = await this.store.cursor(this.reader.chainId);
    if (!cursor) return;

    const ranges = new LogRanges(this.reader);
    let indexed = organization.indexedNumber;
    let after: LogBlock | null = null;
    while (!signal?.aborted && (indexed ?? organization.startBlock - 1) < cursor.blockNumber) {
      const fromBlock = indexed === null ? organization.startBlock : indexed + 1;
      const wanted = { fromBlock, toBlock: cursor.blockNumber, lastBlock: cursor.blockNumber };
      const read = await readFinalStretch(this.reader, ranges, decoder.addresses, wanted);
      const { last, blocks } = read;
      const isFinal = last.number <= cursor.finalizedNumber;
      const stretch = stretchOf(this.reader.chainId, [organization.slug], decoder, read);
      const readings = await views.read({ after, facts: stretch.facts, last, blocks, isHead: false, isFinal });
      await this.store.commitBackfill({ ...stretch, readings }, organization.slug, indexed);
      after = last;
      indexed = last.number;
    }
  }
}
