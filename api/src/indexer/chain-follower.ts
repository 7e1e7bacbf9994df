import type { BlockHeader } from '../chain/block-header.js';
import { ChainMoved } from '../chain/chain-errors.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { LogRanges } from '../chain/log-ranges.js';
import type { BlockId } from '../store/chain-batch.js';
import type { FactStore } from '../store/fact-store.js';
import { findCommonAncestor } from './common-ancestor.js';
import { IndexerTotals } from './indexer-totals.js';
import type { LogDecoder } from './log-decoder.js';
import { headersOf, type ReadStretch, stretchOf } from './read-stretch.js';
import type { GovernorViews } from './views/governor-views.js';

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
 * Follows one chain: by ranges while it is final, then block by block, each checked against its parent's hash. A reorg
 * takes it back to the newest block that both know.
 */
export class ChainFollower {
  readonly totals = new IndexerTotals();
  private readonly ranges: LogRanges;

  constructor(
    private readonly reader: ChainReader,
    private readonly store: FactStore,
    private readonly followed: FollowedOrganizations,
    private readonly log: (sentence: string) => void,
  ) {
    this.ranges = new LogRanges(reader);
  }

  /** Brings the rows to the head that the chain has now, or to `untilBlock`; returns that head. */
  async catchUp(signal?: AbortSignal): Promise<BlockHeader> {
    const head = await this.reader.head();
    let after = await this.repair(head);
    if (after && after.number >= head.number) return head;

    const tip: ChainTip = { head, finalized: await this.reader.finalized(head) };
    while (!signal?.aborted && nextOf(after, this.followed.startBlock) <= head.number) {
      after = await this.advance(after, tip);
    }
    return head;
  }

  /** Takes the rows back to the chain after a reorg; returns where they stand, null at the start. */
  async repair(head: BlockHeader): Promise<BlockId | null> {
    const { chainId } = this.reader;
    const cursor = await this.store.cursor(chainId);
    if (!cursor) return null;

    const at = { number: cursor.blockNumber, hash: cursor.blockHash };
    // An RPC that lags knows an older block of ours as its newest: that is no reorg.
    const isBehind = head.number < at.number && (await this.store.remembers(chainId, head));
    return isBehind || at.hash === head.hash ? at : this.stayOnChain(at);
  }

  private async advance(after: BlockId | null, tip: ChainTip): Promise<BlockId | null> {
    const next = nextOf(after, this.followed.startBlock);
    const stretch = next <= tip.finalized.number ? await this.readRange(next, tip) : await this.readBlock(next, after);
    if (stretch === null) return this.stayOnChain(after as BlockId);

    await this.commit(stretch, after, tip);
    return stretch.last;
  }

  /** A final range: nothing below the finalized block moves, so the hash of each log's block is check enough. */
  private async readRange(next: number, tip: ChainTip): Promise<ReadStretch> {
    const { toBlock, logs } = await this.ranges.next(next, tip.finalized.number, this.followed.decoder.addresses);
    const headers = await headersOf(this.reader, logs, toBlock);
    return { fromBlock: next, last: headers.get(toBlock) as BlockHeader, headers, logs };
  }

  /** One block on top of the last; null when it stands on another one. */
  private async readBlock(next: number, after: BlockId | null): Promise<ReadStretch | null> {
    const block = await this.reader.findBlock(next);
    if (!block) throw new ChainMoved(`block ${next} is gone`);
    if (after && block.parentHash !== after.hash) return null;
    const logs = await this.reader.logsOfBlock(block.hash, this.followed.decoder.addresses);
    return { fromBlock: next, last: block, headers: new Map([[next, block]]), logs };
  }

  private async commit(stretch: ReadStretch, after: BlockId | null, { head, finalized }: ChainTip): Promise<void> {
    const batch = stretchOf(this.reader.chainId, this.followed.slugs, this.followed.decoder, stretch);
    const isHead = stretch.last.number === head.number;
    const readings = await this.followed.views?.read({ after, facts: batch.facts, last: stretch.last, isHead });
    await this.store.commit({
      ...batch,
      readings,
      after,
      last: stretch.last,
      finalizedNumber: finalized.number,
      headNumber: head.number,
      headAt: new Date(head.timestamp * 1000),
    });
    this.totals.add(batch, stretch.logs.length);
    if (batch.quarantined.length > 0) this.log(`${batch.quarantined.length} logs could not be decoded`);
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
    await this.store.rollBack(chainId, ancestor);
    this.totals.reorgs += 1;
    return ancestor;
  }

  private async isOnChain({ number, hash }: BlockId): Promise<boolean> {
    return (await this.reader.findBlock(number))?.hash === hash;
  }
}

const nextOf = (after: BlockId | null, startBlock: number) => (after ? after.number + 1 : startBlock);
