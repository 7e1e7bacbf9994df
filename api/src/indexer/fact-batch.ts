import type { FactRow, FactSource } from '../store/fact-row.js';
import type { Fact } from '../store/position.js';

/** The rows that a batch of logs became, in chain order. */
export class FactBatch {
  readonly rows: FactRow[] = [];
  private source: FactSource = { topics: [], data: '0x' };

  /** The facts that follow are of this log. */
  from(source: FactSource): this {
    this.source = source;
    return this;
  }

  /** Adds one fact. */
  append<T extends Fact>(entity: new () => T, row: T): void {
    this.rows.push({ entity, row, source: this.source });
  }
}
