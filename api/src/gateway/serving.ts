import type { AdapterShelf } from './adapter-shelf.js';
import { isInCanary, type Lane } from './lane.js';
import { ModerationRules } from './moderation.js';
import { ModelUnavailable } from './openai-error.js';
import type { ServeClient } from './serve-client.js';
import type { ServeProcess } from './serve-process.js';
import { type Revision, type ServingState, storeDigest } from './serving-state.js';
import type { ServingStateQueries } from './serving-state.queries.js';

/** Who answers one request. */
export interface Choice {
  lane: Lane;
  /** Null on the base lane. */
  revision: Revision | null;
  client: ServeClient;
  /** What the chain ordered when the choice was made: an answer is given, and accounted for, under one set of policies. */
  state: ServingState;
  rules: ModerationRules;
}

/** What is served now: what the chain orders, as far as the bytes at hand match it. */
export class Serving {
  private current: ServingState | null = null;
  private rules = new ModerationRules([]);
  private rulesDigest: string | null = null;
  private readonly takenOut = new Set<string>();
  private refreshing: Promise<void> | null = null;
  private readFailure: string | null = null;

  constructor(
    readonly subject: string,
    private readonly queries: Pick<ServingStateQueries, 'ofSubject'>,
    private readonly process: Pick<ServeProcess, 'client' | 'problem'>,
    private readonly shelf: AdapterShelf,
  ) {}

  /** What the chain orders; null before the first block was indexed. */
  get state(): ServingState | null {
    return this.current;
  }

  /** Reads the state again and brings the serve process towards it. Calls that overlap are one. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readAndBring().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** Takes a revision's weight to 0 here and at once; the chain follows by the observation. False when it was out already. */
  takeOut(runId: string): boolean {
    const isNew = !this.takenOut.has(runId);
    this.takenOut.add(runId);
    return isNew;
  }

  /** The canary's share as it is applied: 0 while its adapter is not loaded, or after it was taken out. */
  canaryWeightBps(): number {
    const canary = this.current?.canary;
    return canary && this.canAnswer(canary) && !this.takenOut.has(canary.runId) ? canary.canaryBps : 0;
  }

  /** Who answers a session: the same lane for the same session as long as the canary lasts. */
  choose(sessionKey: string): Choice {
    const canary = this.current?.canary;
    const isChosen = canary && isInCanary(canary.runId, sessionKey, this.canaryWeightBps());
    return (isChosen ? this.canaryChoice() : null) ?? this.chooseActive();
  }

  /** The canary itself, whatever the split says; null while it may not answer. */
  canaryChoice(): Choice | null {
    const state = this.current;
    return state?.canary && this.canaryWeightBps() > 0 ? this.choice('canary', state.canary, state) : null;
  }

  /** The active revision, else the latest earlier one that is loaded; the base model only when nothing is active. */
  chooseActive(): Choice {
    const state = this.current;
    if (!state) throw new ModelUnavailable('the chain is not indexed yet');
    if (!state.active) return this.choice('base', null, state);

    // Why nothing is loaded, when no process could hold it.
    this.runningClient();
    const ordered = [state.active, ...state.earlier];
    // What was taken out here is the last choice until the chain has followed.
    const preferred = ordered.filter(({ runId }) => !this.takenOut.has(runId));
    const revision = [...preferred, ...ordered].find((one) => this.canAnswer(one));
    if (!revision) throw new ModelUnavailable(`the active revision ${state.active.artifactDigest} is not loaded`);
    return this.choice('active', revision, state);
  }

  /** Runs `work` while the chosen adapter is kept in memory. */
  holding<T>({ revision }: Choice, work: (adapter: string | null) => Promise<T>): Promise<T> {
    if (!revision) return work(null);
    const digest = storeDigest(revision.artifactDigest);
    return this.shelf.using(digest, () => work(digest));
  }

  /** Whether the adapter of a revision is loaded in a running process. */
  canAnswer(revision: Revision): boolean {
    return this.process.client !== null && this.shelf.holds(storeDigest(revision.artifactDigest));
  }

  /** Why the order of the chain is not served to the letter, one sentence each; empty when it is. */
  problems(): string[] {
    const problems: string[] = [];
    if (!this.current) problems.push('the chain is not indexed yet');
    if (this.readFailure) problems.push(`what the chain orders cannot be read: ${this.readFailure}`);
    if (this.process.problem) problems.push(this.process.problem);
    for (const revision of [this.current?.active, this.current?.canary]) {
      if (revision && this.takenOut.has(revision.runId)) {
        problems.push(`run ${revision.runId} was taken out here after a breach, which the chain has not recorded yet`);
      }
    }
    for (const { digest, reason } of this.shelf.refused()) problems.push(`artifact ${digest} is not served: ${reason}`);
    return problems;
  }

  /** Why no user gets an answer now, or null. */
  unready(): string | null {
    try {
      this.chooseActive();
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private choice(lane: Lane, revision: Revision | null, state: ServingState): Choice {
    return { lane, revision, client: this.runningClient(), state, rules: this.rules };
  }

  private runningClient(): ServeClient {
    const client = this.process.client;
    if (!client) throw new ModelUnavailable(this.process.problem ?? 'the serve process is starting');
    return client;
  }

  private async readAndBring(): Promise<void> {
    try {
      this.current = await this.queries.ofSubject(this.subject);
      this.readFailure = null;
    } catch (error) {
      this.readFailure = (error as Error).message;
      throw error;
    }
    const state = this.current;
    if (!state) return;
    const digest = state.policies.moderation?.digest ?? null;
    if (digest !== this.rulesDigest) {
      this.rules = new ModerationRules(state.moderation);
      this.rulesDigest = digest;
    }
    await this.shelf.bring(this.process.client, wantedDigests(state));
  }
}

/** The active revision, the canary, and one earlier revision to fall back on. */
function wantedDigests({ active, canary, earlier }: ServingState): string[] {
  const revisions = [active, canary, active ? earlier[0] : null].filter((one) => one !== null && one !== undefined);
  return [...new Set(revisions.map((one) => storeDigest(one.artifactDigest)))];
}
