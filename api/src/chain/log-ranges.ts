import type { ChainLog } from './chain-log.js';
import { type ChainReader, isAnswer } from './chain-reader.js';

const LARGEST_RANGE_BLOCKS = 50_000;
const FEW_LOGS = 2_000;
const MANY_LOGS = 10_000;

/** The logs of the blocks up to and including `toBlock`. */
export interface LogRange {
  toBlock: number;
  logs: ChainLog[];
}

/** Reads a long stretch of logs in ranges whose length follows what the RPC bears: shorter when it refuses, longer when it yields little. */
export class LogRanges {
  private blocks: number;

  constructor(
    private readonly reader: ChainReader,
    startBlocks = 2_000,
  ) {
    this.blocks = startBlocks;
  }

  /** The next range from `fromBlock`, ending at `lastBlock` at the latest. */
  async next(fromBlock: number, lastBlock: number, addresses: string[]): Promise<LogRange> {
    for (;;) {
      const toBlock = Math.min(lastBlock, fromBlock + this.blocks - 1);
      const length = toBlock - fromBlock + 1;
      const logs = await this.tryRange(fromBlock, toBlock, addresses);
      if (logs === null || (length > 1 && looksCut(logs))) {
        this.blocks = Math.max(1, Math.floor(length / 2));
        continue;
      }
      this.adapt(logs.length, length);
      return { toBlock, logs };
    }
  }

  /** Null when the RPC refuses the range, which a shorter one may cure. */
  private async tryRange(fromBlock: number, toBlock: number, addresses: string[]): Promise<ChainLog[] | null> {
    try {
      return await this.reader.logsOfRange(fromBlock, toBlock, addresses);
    } catch (error) {
      if (fromBlock === toBlock || !isRefusal(error)) throw error;
      return null;
    }
  }

  private adapt(logs: number, length: number): void {
    if (logs > MANY_LOGS) this.blocks = Math.max(1, Math.floor(length / 2));
    else if (logs < FEW_LOGS && length === this.blocks) this.blocks = Math.min(LARGEST_RANGE_BLOCKS, this.blocks * 2);
  }
}

/** Some providers silently stop at a round number of logs. */
const looksCut = (logs: ChainLog[]) => logs.length > 0 && logs.length % 1_000 === 0;

/** Too many results come as JSON-RPC errors, as HTTP 413, or as a bare timeout. */
function isRefusal(error: unknown): boolean {
  const { code, response } = error as { code?: string; response?: { statusCode?: number } };
  return isAnswer(error) || code === 'TIMEOUT' || response?.statusCode === 413;
}
