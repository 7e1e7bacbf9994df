import { Client } from 'pg';

/** The channels of PostgreSQL's NOTIFY that wake our processes. */
export type Channel = 'mandate_block' | 'mandate_run';

/** What `mandate_block` carries: rows up to this block are committed. */
export interface BlockNotification {
  chainId: number;
  blockNumber: number;
}

/** Anything that runs SQL: a data source, a transaction, a query runner. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** Wakes who waits for rows of a chain; delivered when the transaction commits. */
export async function notifyBlock(db: Queryable, notification: BlockNotification): Promise<void> {
  await db.query(`SELECT pg_notify('mandate_block', $1)`, [JSON.stringify(notification)]);
}

/** Wakes who waits for a run's ledger or progress; delivered when the transaction commits. */
export async function notifyRun(db: Queryable, runId: string): Promise<void> {
  await db.query(`SELECT pg_notify('mandate_run', $1)`, [runId]);
}

const RECONNECT_MILLISECONDS = 1000;

/**
 * Hears notifications on a connection of its own, and connects again when it is lost. A notification that was missed in
 * between is lost: whoever listens also looks by itself now and then.
 */
export class NotificationListener {
  private client: Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private isClosed = false;
  private readonly handlers = new Map<Channel, Set<(payload: string) => void>>();

  constructor(private readonly databaseUrl: string) {}

  /** Calls `handle` for each notification. Returns what ends it. */
  on(channel: Channel, handle: (payload: string) => void): () => void {
    const handlers = this.handlers.get(channel) ?? new Set();
    handlers.add(handle);
    this.handlers.set(channel, handlers);
    return () => handlers.delete(handle);
  }

  /** Connects and listens on every channel. */
  async open(): Promise<void> {
    const client = new Client({ connectionString: this.databaseUrl, application_name: 'mandate-listen' });
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ channel, payload }) => {
      for (const handle of this.handlers.get(channel as Channel) ?? []) handle(payload ?? '');
    });
    this.client = client;
    await client.connect();
    await client.query('LISTEN mandate_block; LISTEN mandate_run');
  }

  /** Ends the connection for good. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.retry) clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private reconnect(lost: Client): void {
    if (this.isClosed || this.retry || lost !== this.client) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      lost.removeAllListeners('end');
      lost.end().catch(() => undefined);
      this.open().catch(() => this.client && this.reconnect(this.client));
    }, RECONNECT_MILLISECONDS);
  }
}
