import pg from 'pg';

const RECONNECT_AFTER_MS = 1_000;

/** Called with the channel and its payload; with a null payload after a (re)connect, as notifications may be missing. */
export type OnWake = (channel: string, payload: string | null) => void;

/**
 * Listens to PostgreSQL channels on a connection of its own, and connects again when it breaks. A wake-up only says
 * that something may have changed: whoever listens reads the rows, and sweeps now and then all the same.
 */
export class Wakeups {
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly channels: readonly string[],
    private readonly onWake: OnWake,
    private readonly log: (sentence: string) => void,
  ) {}

  /** Connects and listens. A database that is not there yet is tried again. */
  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'mandate wakeups' });
    this.client = client;
    client.on('notification', ({ channel, payload }) => this.onWake(channel, payload ?? ''));
    client.on('error', (error) => this.reconnect(client, error));
    client.on('end', () => this.reconnect(client, new Error('the connection ended')));
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      this.reconnect(client, error as Error);
      return;
    }
    for (const channel of this.channels) this.onWake(channel, null);
  }

  /** Ends the connection for good. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.client?.end().catch(() => {});
  }

  private reconnect(broken: pg.Client, error: Error): void {
    if (this.isStopped || this.client !== broken) return;
    this.client = null;
    this.log(`listening for wake-ups stopped (${error.message}); connecting again`);
    void broken.end().catch(() => {});
    this.timer = setTimeout(() => void this.start(), RECONNECT_AFTER_MS);
  }
}
