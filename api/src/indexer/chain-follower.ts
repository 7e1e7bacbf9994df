import type { BlockHeader } from '../chain/block-header.js';
import { ChainMoved, FinalityBroken, isAnswer, UnsoundAnswer } from '../chain/chain-errors.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { LogRanges } from '../chain/log-ranges.js';
import { readAhead } from '../chain/range-prefetch.js';
import { LOCAL_CHAIN_ID } from '../chain/signer.js';
import { type BlockId, type ChainBatch, CursorMoved } from '../store/chain-batch.js';
import type { FactStore } from '../store/fact-store.js';
import { BlockChecks } from './block-checks.js';
import { findCommonAncestor } from './common-ancestor.js';
import { IndexerTotals } from './indexer-totals.js';
import type { LogDecoder } from './log-decoder.js';
import { type ReadStretch, readFinalStretch, readRecentStretch, stretchOf } from './read-stretch.js';
import type { GovernorViews } from './views/governor-views.js';

/** Ranges that are read while an earlier one is decoded and written; each holds some 6,000 logs. */
const RANGES_AT_ONCE = 2;
/** Blocks that may still move are read so many at a time. */
const RECENT_BLOCKS_AT_ONCE = 64;
/** A chain that moves so often while it is read is rather an address behind which nodes differ. */
const MOVES_BELIEVED = 3;

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
  private readonly checks: BlockChecks;
  /** How often the chain moved since something was read whole. */
  private moves = 0;

  constructor(
    private readonly reader: ChainReader,
    private readonly store: FactStore,
    private readonly followed: FollowedOrganizations,
    private readonly log: (sentence: string) => void,
  ) {
    this.ranges = new LogRanges(reader);
    this.checks = new BlockChecks(reader, followed.decoder, log);
  }

  /** Brings the rows to the head that the chain has now, or had when it was `seen`; returns that head. */
  async catchUp(signal?: AbortSignal, seen?: BlockHeader): Promise<BlockHeader> {
    try {
      const head = await this.headAfter(seen);
      await this.follow(head, signal);
      this.moves = 0;
      return head;
    } catch (error) {
      this.at = null;
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

  /** Turns to another address after what an honest one that is up to date would not have answered. */
  judge(error: unknown): void {
    if (error instanceof UnsoundAnswer) {
      this.totals.unsound += 1;
      this.reader.distrust();
    } else if (error instanceof ChainMoved) {
      this.totals.moves += 1;
      this.moves += 1;
      if (this.moves % MOVES_BELIEVED === 0) this.reader.rpc.turn();
    } else if (isAnswer(error)) {
      this.reader.rpc.turn();
    }
  }

  /** A head that was told counts when it stands on ours; any other one is news of which the addresses are asked. */
  private async headAfter(told?: BlockHeader): Promise<BlockHeader> {
    if (told && told.parentHash === this.at?.hash) return told;
    const head = await this.reader.head();
    if (told && told.number > head.number) throw new ChainMoved(`block ${told.number} was told and is not there yet`);
    return head;
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
    const [finalized, stretch] = await Promise.all([this.reader.finalized(head), this.readRecent([head], after)]);
    if (stretch) await this.write(stretch, after, { head, finalized });
  }

  /** Reads final ranges ahead; one is decoded while the one before is being written. */
  private async followFinal(after: BlockId | null, tip: ChainTip, signal?: AbortSignal): Promise<BlockId | null> {
    const { reader, ranges, followed } = this;
    // An endpoint may know more of finality than the one that told the head.
    const last = Math.min(tip.finalized.number, tip.head.number);
    const read = async (fromBlock: number, toBlock: number) => {
      const wanted = { fromBlock, toBlock, lastBlock: last };
      return this.checks.final(await readFinalStretch(reader, ranges, followed.decoder.addresses, wanted));
    };
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
    const stretch = await this.readRecent(headers, after);
    if (stretch === null) return this.stayOnChain(after as BlockId);
    await this.write(stretch, after, tip);
    return stretch.last;
  }

  private async readRecent(headers: BlockHeader[], after: BlockId | null): Promise<ReadStretch | null> {
    const stretch = await readRecentStretch(this.reader, this.followed.decoder, headers, after);
    if (stretch) await this.checks.recent(headers, stretch.logs);
    return stretch;
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
      await this.checks.undecodable(stretch, facts.quarantined);
      const isHead = stretch.toBlock === head.number;
      const isFinal = stretch.last.number <= finalized.number;
      const { last, blocks } = stretch;
      const readings = await views?.read({ after, facts: facts.facts, last, blocks, isHead, isFinal });
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
    await this.assertNotFinal(ancestor);
    this.log(`reorg: block ${block.number} is gone, back to ${ancestor?.number ?? 'the start'}`);
    this.at = null;
    await this.store.rollBack(chainId, ancestor);
    this.totals.reorgs += 1;
    return ancestor;
  }

  /** A local chain is begun anew as its developer likes; any other one keeps what was final. */
  private async assertNotFinal(ancestor: BlockId | null): Promise<void> {
    const { chainId } = this.reader;
    const cursor = await this.store.cursor(chainId);
    if (chainId === LOCAL_CHAIN_ID || !cursor) return;
    const { finalizedNumber } = cursor;
    // Below our first block nothing was ever remembered.
    if (finalizedNumber < this.followed.startBlock || finalizedNumber <= (ancestor?.number ?? -1)) return;
    throw new FinalityBroken(chainId, finalizedNumber);
  }

  private async isOnChain({ number, hash }: BlockId): Promise<boolean> {
    return (await this.reader.findBlock(number))?.hash === hash;
  }

  private nextOf(after: BlockId | null): number {
    return after ? after.number + 1 : this.followed.startBlock;
  }
}
