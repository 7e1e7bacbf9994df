import type { ChainLog } from './chain-log.js';
import type { ChainReader } from './chain-reader.js';
import { isRangeRefusal, shorterRange } from './range-limits.js';

const LARGEST_RANGE_BLOCKS = 50_000;
/** What one answer should hold: enough that requests and transactions are few, little enough that several fit into memory. */
const WANTED_LOGS = 6_000;
const MANY_LOGS = 10_000;
/** A provider's limit may be of its results and not of blocks: now and then a longer range is tried again. */
const RANGES_UNTIL_LONGER = 16;

/** The logs of the blocks from `fromBlock` up to and including `toBlock`. */
export interface LogRange {
  fromBlock: number;
  toBlock: number;
  logs: ChainLog[];
}

/** Reads a long stretch of logs in ranges whose length follows what the RPC bears: shorter when it refuses, longer when it yields little. */
export class LogRanges {
  private blocks: number;
  private ceiling = LARGEST_RANGE_BLOCKS;
  private rangesAtCeiling = 0;

  constructor(
    private readonly reader: ChainReader,
    startBlocks = 2_000,
  ) {
    this.blocks = startBlocks;
  }

  /** Where a range from `fromBlock` would end now; at `lastBlock` at the latest. */
  endOf(fromBlock: number, lastBlock: number): number {
    return Math.min(lastBlock, fromBlock + this.blocks - 1);
  }

  /** The next range from `fromBlock`, ending at `lastBlock` at the latest. */
  async next(fromBlock: number, lastBlock: number, addresses: string[]): Promise<LogRange> {
    let toBlock = this.endOf(fromBlock, lastBlock);
    for (;;) {
      const length = toBlock - fromBlock + 1;
      const logs = await this.tryRange(fromBlock, toBlock, addresses);
      if (Array.isArray(logs) && !(length > 1 && looksCut(logs))) {
        this.adapt(logs.length, length);
        return { fromBlock, toBlock, logs };
      }
      this.shorten(length, Array.isArray(logs) ? Math.floor(length / 2) : logs);
      toBlock = this.endOf(fromBlock, toBlock);
    }
  }

  /** The logs, or how long the range may be when the RPC refuses it, which a shorter one may cure. */
  private async tryRange(fromBlock: number, toBlock: number, addresses: string[]): Promise<ChainLog[] | number> {
    try {
      return await this.reader.logsOfRange(fromBlock, toBlock, addresses);
    } catch (error) {
      if (fromBlock === toBlock || !isRangeRefusal(error)) throw error;
      return shorterRange(error, toBlock - fromBlock + 1);
    }
  }

  private shorten(refused: number, blocks: number): void {
    // Several ranges may be under way: one that was asked for before the last lesson teaches nothing new.
    if (refused > this.blocks) return;
    this.blocks = Math.max(1, blocks);
    this.ceiling = this.blocks;
    this.rangesAtCeiling = 0;
  }

  private adapt(logs: number, length: number): void {
    if (logs > MANY_LOGS) {
      this.blocks = Math.max(1, Math.min(this.blocks, Math.floor(length / 2)));
      return;
    }
    if (length < this.blocks) return;
    this.raiseCeiling(length);
    const wanted = logs === 0 ? length * 2 : Math.floor((length * WANTED_LOGS) / logs);
    this.blocks = Math.max(1, Math.min(wanted, length * 2, this.ceiling));
  }

  private raiseCeiling(length: number): void {
    if (length < this.ceiling || this.ceiling === LARGEST_RANGE_BLOCKS) return;
    this.rangesAtCeiling += 1;
    if (this.rangesAtCeiling < RANGES_UNTIL_LONGER) return;
    this.ceiling = Math.min(LARGEST_RANGE_BLOCKS, this.ceiling * 2);
    this.rangesAtCeiling = 0;
  }
}

/** Some providers silently stop at a round number of logs. */
const looksCut = (logs: ChainLog[]) => logs.length > 0 && logs.length % 1_000 === 0;
