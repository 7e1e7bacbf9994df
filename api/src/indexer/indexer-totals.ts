import type { FactStretch } from '../store/chain-batch.js';

/** What an indexer has done since it started. */
export class IndexerTotals {
  blocks = 0;
  logs = 0;
  rows = 0;
  quarantined = 0;
  reorgs = 0;
  /** Looks that were given up because the chain moved meanwhile. */
  moves = 0;
  /** Looks that were given up because an answer could not be true. */
  unsound = 0;

  /** Adds a stretch that was committed. */
  add({ fromBlock, toBlock, facts, quarantined }: FactStretch, logs: number): void {
    this.blocks += toBlock - fromBlock + 1;
    this.logs += logs;
    this.rows += facts.length;
    this.quarantined += quarantined.length;
  }
}
