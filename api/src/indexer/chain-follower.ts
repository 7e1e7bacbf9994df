import type { BlockHeader } from '../chain/block-header.js';
import { ChainMoved, UnsoundAnswer } from '../chain/chain-errors.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { LogRanges } from '../chain/log-ranges.js';
import { readAhead } from '../chain/range-prefetch.js';
import { type BlockId, type ChainBatch, CursorMoved } from '../store/chain-batch.js';
import type { FactStore } from '../store/fact-store.js';
import { findCommonAncestor } from './common-ancestor.js';
import { IndexerTotals } from './indexer-totals.js';
import type { LogDecoder } from './log-decoder.js';
import { type ReadStretch, readFinalStretch, readRecentStretch, stretchOf } from './read-stretch.js';
import type { GovernorViews } from './views/governor-views.js';

/** Ranges that are read while an earlier one is decoded and written; each holds some 2,000 logs. */
const RANGES_AT_ONCE = 2;
/** Blocks that may still move are read so many at a time. */
const RECENT_BLOCKS_AT_ONCE = 64;

/** Whose logs a follower reads, and from where. */
export interface FollowedOrganizations {
  slugs: string[];
  startBlock: number;
  decoder: LogDecoder;
  /** Reads what only the views of governors of other makes tell; absent where there are none. */
  views?: GovernorViews;
}

/** Where the chain stands, as it was asked a moment ago. */
interface ChainTip {
  head: BlockHeader;
  finalized: BlockHeader;
}

/**
 * Follows one chain: by ranges while it is final, several of them read ahead; then block by block, each checked against
 * its parent's hash. A reorg takes it back to the newest block that both know.
 */
export class ChainFollower {
  readonly totals = new IndexerTotals();
  private readonly ranges: LogRanges;
  /** Where our last commit left the rows; null when the database has to be asked. */
  private at: BlockId | null = null;

  constructor(
    private readonly reader: ChainReader,
    private readonly store: FactStore,
    private readonly followed: FollowedOrganizations,
    private readonly log: (sentence: string) => void,
  ) {
    this.ranges = new LogRanges(reader);
  }

  /** Brings the rows to the head that the chain has now, or had when it was `seen`; returns that head. */
  async catchUp(signal?: AbortSignal, seen?: BlockHeader): Promise<BlockHeader> {
    try {
      const head = seen ?? (await this.reader.head());
      await this.follow(head, signal);
      return head;
    } catch (error) {
      this.at = null;
      if (error instanceof UnsoundAnswer) this.reader.distrust();
      throw error;
    }
  }

  /**
   * Takes the rows back to the chain after a reorg; returns where they stand, null at the start. Throws `CursorMoved` when
   * they are not where we left them: another indexer's organizations went on, ours did not.
   */
  async repair(head: BlockHeader): Promise<BlockId | null> {
    if (this.at && this.at.hash === head.parentHash) return this.at;
    const { chainId } = this.reader;
    const cursor = await this.store.cursor(chainId);
    const at = cursor && { number: cursor.blockNumber, hash: cursor.blockHash };
    if (this.at && this.at.hash !== at?.hash)
      throw new CursorMoved(`chain ${chainId} was moved to ${at?.number ?? 'its start'}`);
    if (!at) return null;

    // An RPC that lags knows an older block of ours as its newest: that is no reorg.
    const isBehind = head.number < at.number && (await this.store.remembers(chainId, head));
    this.at = isBehind || at.hash === head.hash ? at : await this.stayOnChain(at);
    return this.at;
  }

  private async follow(head: BlockHeader, signal?: AbortSignal): Promise<void> {
    let after = await this.repair(head);
    if (after && after.number >= head.number) return;
    if (after?.hash === head.parentHash) return this.followOne(head, after);

    const tip: ChainTip = { head, finalized: await this.reader.finalized(head) };
    after = await this.followFinal(after, tip, signal);
    while (!signal?.aborted && this.nextOf(after) <= head.number) after = await this.followRecent(after, tip);
  }

  /** One new block on top of what we know: its header is here already. */
  private async followOne(head: BlockHeader, after: BlockId): Promise<void> {
    const [finalized, stretch] = await Promise.all([
      this.reader.finalized(head),
      readRecentStretch(this.reader, this.followed.decoder, [head], after),
    ]);
    if (stretch) await this.write(stretch, after, { head, finalized });
  }

  /** Reads final ranges ahead; one is decoded while the one before is being written. */
  private async followFinal(after: BlockId | null, tip: ChainTip, signal?: AbortSignal): Promise<BlockId | null> {
    const { reader, ranges, followed } = this;
    const last = tip.finalized.number;
    const read = (fromBlock: number, toBlock: number) =>
      readFinalStretch(reader, ranges, followed.decoder.addresses, { fromBlock, toBlock, lastBlock: last });
    const endOf = (fromBlock: number) => ranges.endOf(fromBlock, last);
    let at = after;
    let writing: Promise<void> = Promise.resolve();
    try {
      for await (const stretch of readAhead(this.nextOf(after), last, RANGES_AT_ONCE, endOf, read)) {
        if (signal?.aborted) break;
        const write = this.prepare(stretch, at, tip);
        await writing;
        writing = write();
        // It is awaited before the next one; a failure meanwhile is nobody's yet.
        writing.catch(() => undefined);
        at = stretch.last;
      }
    } finally {
      await writing;
    }
    return at;
  }

  /** Some blocks on top of the last that may still move; goes back when they stand on another one. */
  private async followRecent(after: BlockId | null, tip: ChainTip): Promise<BlockId | null> {
    const first = this.nextOf(after);
    const count = Math.min(RECENT_BLOCKS_AT_ONCE, tip.head.number - first + 1);
    const headers = await this.reader.findBlocks(Array.from({ length: count }, (_, index) => first + index));
    if (headers.length < count) throw new ChainMoved(`block ${first + headers.length} is gone`);
    const stretch = await readRecentStretch(this.reader, this.followed.decoder, headers, after);
    if (stretch === null) return this.stayOnChain(after as BlockId);
    await this.write(stretch, after, tip);
    return stretch.last;
  }

  private write(stretch: ReadStretch, after: BlockId | null, tip: ChainTip): Promise<void> {
    return this.prepare(stretch, after, tip)();
  }

  /** Decodes and encodes a stretch; what it returns writes it. */
  private prepare(stretch: ReadStretch, after: BlockId | null, { head, finalized }: ChainTip): () => Promise<void> {
    const { decoder, slugs, views } = this.followed;
    const facts = stretchOf(this.reader.chainId, slugs, decoder, stretch);
    const encoded = this.store.encode(facts);
    const batch: ChainBatch = {
      ...facts,
      fromBlock: this.nextOf(after),
      after,
      last: stretch.last,
      finalizedNumber: finalized.number,
      headNumber: head.number,
      headAt: new Date(head.timestamp * 1000),
    };
    return async () => {
      const isHead = stretch.toBlock === head.number;
      const readings = await views?.read({ after, facts: facts.facts, last: stretch.last, isHead });
      await this.store.commit({ ...batch, readings }, encoded);
      this.at = stretch.last;
      this.totals.add(batch, stretch.logs.length);
      if (batch.quarantined.length > 0) this.log(`${batch.quarantined.length} logs could not be decoded`);
    };
  }

  /** The block itself while the chain has it, else the common ancestor, to which the rows are taken back. */
  private async stayOnChain(block: BlockId): Promise<BlockId | null> {
    const { chainId } = this.reader;
    if (await this.isOnChain(block)) return block;

    const ancestor = await findCommonAncestor(
      (skip) => this.store.rememberedBlock(chainId, skip),
      (remembered) => this.isOnChain(remembered),
    );
    this.log(`reorg: block ${block.number} is gone, back to ${ancestor?.number ?? 'the start'}`);
    this.at = null;
    await this.store.rollBack(chainId, ancestor);
    this.totals.reorgs += 1;
    return ancestor;
  }

  private async isOnChain({ number, hash }: BlockId): Promise<boolean> {
    return (await this.reader.findBlock(number))?.hash === hash;
  }

  private nextOf(after: BlockId | null): number {
    return after ? after.number + 1 : this.followed.startBlock;
  }
}
