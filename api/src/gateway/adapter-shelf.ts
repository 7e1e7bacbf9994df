import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { ServeClient } from './serve-client.js';

const RETRY_AFTER_MS = 10_000;

/**
 * The adapters that the serve process holds. Bytes are hashed twice on their way in, by the artifact store and by the
 * serve process; what does not match its digest is not loaded, and stays here as a refusal for everybody to see.
 */
export class AdapterShelf {
  private client: ServeClient | null = null;
  private readonly loaded = new Set<string>();
  private readonly refusals = new Map<string, { reason: string; retryAt: number }>();
  private readonly inFlight = new Map<string, number>();

  constructor(
    private readonly artifacts: Pick<ArtifactStore, 'get'>,
    private readonly log: (sentence: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether an adapter can answer now. */
  holds(digest: string): boolean {
    return this.loaded.has(digest);
  }

  /** Digests that were refused, with the reason. */
  refused(): { digest: string; reason: string }[] {
    return [...this.refusals].map(([digest, { reason }]) => ({ digest, reason }));
  }

  /** Marks an adapter as in use for as long as `work` takes, so that it is not unloaded under a running answer. */
  async using<T>(digest: string, work: () => Promise<T>): Promise<T> {
    this.inFlight.set(digest, (this.inFlight.get(digest) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (this.inFlight.get(digest) ?? 1) - 1;
      if (left > 0) this.inFlight.set(digest, left);
      else this.inFlight.delete(digest);
    }
  }

  /** Brings what the process holds towards `wanted`. A new client is a new process, which holds nothing yet. */
  async bring(client: ServeClient | null, wanted: readonly string[]): Promise<void> {
    if (client !== this.client) {
      this.client = client;
      this.loaded.clear();
    }
    for (const digest of this.refusals.keys()) if (!wanted.includes(digest)) this.refusals.delete(digest);
    if (!client) return;
    for (const digest of wanted) await this.load(client, digest);
    for (const digest of this.loaded) if (!wanted.includes(digest)) await this.unload(client, digest);
  }

  private async load(client: ServeClient, digest: string): Promise<void> {
    if (this.loaded.has(digest) || (this.refusals.get(digest)?.retryAt ?? 0) > this.now()) return;
    try {
      await client.loadAdapter(digest, await this.artifacts.get(digest));
      // The process may have died meanwhile; then this load counts for nothing.
      if (this.client === client) this.loaded.add(digest);
      this.refusals.delete(digest);
      this.log(`loaded adapter ${digest}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.refusals.has(digest)) this.log(`did not load adapter ${digest}: ${reason}`);
      // A missing artifact may still arrive, so even a refusal is looked at again, each time from the first byte.
      this.refusals.set(digest, { reason, retryAt: this.now() + RETRY_AFTER_MS });
    }
  }

  private async unload(client: ServeClient, digest: string): Promise<void> {
    if (this.inFlight.has(digest)) return;
    this.loaded.delete(digest);
    await client.unloadAdapter(digest).catch((error: Error) => this.log(`did not unload ${digest}: ${error.message}`));
  }
}
