import type { DataSource } from 'typeorm';
import type { Health } from '../health/health.js';
import { BackfillPace, durationText } from './backfill-pace.js';
import type { IndexerTotals } from './indexer-totals.js';

/** A chain that is followed. */
export interface WatchedChain {
  chainId: number;
  totals: IndexerTotals;
}

/** Where the rows of a chain are, and where the chain was when they were written. */
interface Reached {
  block: number;
  blockAt: Date;
  head: number;
  finalized: number;
  quarantined: number;
}

/** So many blocks come while others are written: a chain that is no further behind is followed. */
const BLOCKS_BEHIND = 16;
const STALLED_MILLISECONDS = 60_000;

const REACHED = `
  SELECT c.block_number, c.head_number, c.finalized_number, coalesce(b.block_at, c.head_at) AS block_at,
    (SELECT count(*) FROM quarantined_log q WHERE q.chain_id = c.chain_id) AS quarantined
  FROM chain_cursor c LEFT JOIN block b ON b.chain_id = c.chain_id AND b.number = c.block_number
  WHERE c.chain_id = $1`;

/** What those who operate the indexer are told of one chain: whether it is followed, how far, and how fast. */
export class ChainWatch {
  private readonly pace = new BackfillPace();
  private failure: string | null = null;
  /** How many blocks had been read when it failed last. */
  private failedAfter = 0;
  private lookedAt: number | null = null;
  private isLevel = false;
  /** Where the rows were when they were looked at first. */
  private from: number | null = null;

  constructor(
    private readonly chain: WatchedChain,
    private readonly dataSource: DataSource,
    private readonly health: Health,
    private readonly now: () => number = Date.now,
  ) {
    health.addCheck(`chain ${chain.chainId}`, () => this.unready());
    health.onScrape(() => this.collect());
  }

  /** The rows are at the head that the chain had a moment ago. */
  reachedHead(): void {
    this.failure = null;
    this.isLevel = true;
    this.lookedAt = this.now();
  }

  /** The chain could not be read, or its rows not be written. */
  failed(reason: string): void {
    this.failure = reason;
    this.failedAfter = this.chain.totals.blocks;
  }

  /** How far a backfill is, in one line; null when there is nothing to tell. */
  async progress(): Promise<string | null> {
    const reached = await this.reached();
    if (!reached) return null;
    const { block, head } = reached;
    const { eventsPerSecond, secondsLeft } = this.paceAt(reached);
    if (head - block <= BLOCKS_BEHIND) return null;
    const from = this.from ?? block;
    const share = Math.floor((100 * (block - from)) / (head - from));
    const left = secondsLeft === null ? '' : `, about ${durationText(secondsLeft)} left`;
    return `chain ${this.chain.chainId}: block ${block} of ${head} (${share} %), ${Math.round(eventsPerSecond)} events/s${left}`;
  }

  /** Why the rows are not what the chain is; null when they are. */
  private async unready(): Promise<string | null> {
    if (this.failure !== null && this.chain.totals.blocks === this.failedAfter) return this.failure;
    const reached = await this.reached();
    const behind = reached ? reached.head - reached.block : 0;
    if (reached && behind > BLOCKS_BEHIND) return `${behind} blocks behind the head ${reached.head}`;
    if (!this.isLevel) return 'has not reached the head yet';
    const silentSeconds = Math.round((this.now() - (this.lookedAt ?? 0)) / 1000);
    return silentSeconds * 1000 > STALLED_MILLISECONDS ? `has not been looked at for ${silentSeconds} s` : null;
  }

  private async collect(): Promise<void> {
    const labels = { chain: this.chain.chainId };
    this.tellTotals(labels);
    this.health.gauge('mandate_indexer_up', 'Whether the last look at the chain went well.', +!this.failure, labels);
    const lookedAt = (this.lookedAt ?? 0) / 1000;
    this.health.gauge('mandate_indexer_looked_timestamp_seconds', 'When the head was reached last.', lookedAt, labels);
    const reached = await this.reached();
    if (!reached) return;
    const { eventsPerSecond, secondsLeft } = this.paceAt(reached);
    const behind = Math.max(0, reached.head - reached.block);
    const age = Math.max(0, (this.now() - reached.blockAt.getTime()) / 1000);
    const gauge = (name: string, help: string, value: number) =>
      this.health.gauge(`mandate_indexer_${name}`, help, value, labels);
    gauge('block_number', 'The last block whose logs are rows.', reached.block);
    gauge('head_block_number', 'The newest block of the chain that was seen.', reached.head);
    gauge('finalized_block_number', 'The newest indexed block that no reorg takes away.', reached.finalized);
    gauge('lag_blocks', 'Blocks that are not rows yet.', behind);
    gauge('lag_seconds', 'Age of the last block whose logs are rows, by its own timestamp.', age);
    gauge('events_per_second', 'Logs that became rows, over the last minute.', eventsPerSecond);
    gauge('backfill_seconds_left', 'Until the head at the present speed; -1 when unknown.', secondsLeft ?? -1);
    gauge('quarantined_logs', 'Logs that could not become rows.', reached.quarantined);
  }

  private tellTotals(labels: { chain: number }): void {
    const { blocks, logs, rows, reorgs, moves, unsound } = this.chain.totals;
    const total = (name: string, help: string, value: number) =>
      this.health.total(`mandate_indexer_${name}_total`, help, value, labels);
    total('blocks', 'Blocks read since the start.', blocks);
    total('logs', 'Logs read since the start.', logs);
    total('rows', 'Rows written since the start.', rows);
    total('reorgs', 'Reorgs repaired since the start.', reorgs);
    total('moves', 'Looks that were given up because the chain moved meanwhile.', moves);
    total('unsound', 'Looks that were given up because an answer cannot be true.', unsound);
  }

  private paceAt(reached: Reached) {
    this.pace.note(this.now(), reached.block, this.chain.totals.logs);
    return this.pace.to(reached.head);
  }

  private async reached(): Promise<Reached | null> {
    const [row] = await this.dataSource.query(REACHED, [this.chain.chainId]);
    if (!row) return null;
    this.from ??= Number(row.block_number);
    return {
      block: Number(row.block_number),
      blockAt: row.block_at,
      head: Number(row.head_number),
      finalized: Number(row.finalized_number),
      quarantined: Number(row.quarantined),
    };
  }
}
