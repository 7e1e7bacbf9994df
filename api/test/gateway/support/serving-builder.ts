import { AdapterShelf } from '../../../src/gateway/adapter-shelf.js';
import type { Lane } from '../../../src/gateway/lane.js';
import type { MeasuredRequest, MeasuredWindow, RequestLog } from '../../../src/gateway/request-log.js';
import { type Generated, type GenerateRequest, ServeClient } from '../../../src/gateway/serve-client.js';
import { Serving } from '../../../src/gateway/serving.js';
import {
  type CanaryRevision,
  type Revision,
  type ServingState,
  storeDigest,
} from '../../../src/gateway/serving-state.js';

const hex = (digit: string) => `0x${digit.repeat(64)}`;
export const chainTime = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1_000);

/** A revision; `digit` makes its digests its own. */
export function aRevision(digit: string, over: Partial<Revision> = {}): Revision {
  return {
    runId: hex(digit),
    proposalId: '42',
    version: 1,
    attempt: 1,
    policyDigest: `0xd${digit.repeat(63)}`,
    artifactDigest: `0xa${digit.repeat(63)}`,
    since: chainTime(0),
    ...over,
  };
}

/** A canary of half the sessions, of 60 s and 30 requests. */
export function aCanary(digit: string, over: Partial<CanaryRevision> = {}): CanaryRevision {
  return { ...aRevision(digit), canaryBps: 5_000, canaryRequests: 30, endsAt: chainTime(60), ...over };
}

/** What the chain orders: nothing, unless a test says otherwise. */
export function aState(over: Partial<ServingState> = {}): ServingState {
  return {
    blockNumber: 10,
    headAt: chainTime(30),
    active: null,
    earlier: [],
    canary: null,
    policies: { model: null, safety: null, moderation: null, access: null },
    moderation: [],
    tiers: null,
    ...over,
  };
}

/** A serve process that holds no model: it answers with the adapter's digest, or fails where a test says so. */
export class EchoClient extends ServeClient {
  readonly refused = new Set<string>();
  readonly failing = new Set<string | null>();

  constructor() {
    super(0);
  }

  override async loadAdapter(digest: string): Promise<void> {
    if (this.refused.has(digest)) throw new Error('other bytes than the digest says');
  }

  override async unloadAdapter(): Promise<void> {}

  override async generate({ adapter, messages }: GenerateRequest): Promise<Generated> {
    if (this.failing.has(adapter)) throw new Error('the adapter broke');
    const text = `${adapter ?? 'base'}: ${messages.at(-1)?.content}`;
    return { text, finishReason: 'stop', promptTokens: 3, completionTokens: 5 };
  }
}

/** Keeps measured requests in memory. */
export class MemoryRequestLog implements Pick<RequestLog, 'record' | 'totals'> {
  readonly requests: MeasuredRequest[] = [];

  async record(request: MeasuredRequest): Promise<void> {
    this.requests.push(request);
  }

  async totals(runId: string, lane: Lane): Promise<MeasuredWindow> {
    const counted = this.requests.filter((one) => one.runId === runId && one.lane === lane && !one.moderated);
    return {
      requests: counted.length,
      errors: counted.filter(({ status }) => status >= 500).length,
      empties: counted.filter(({ status, empty }) => status < 500 && empty).length,
      probes: counted.filter(({ probe }) => probe).length,
      latencyP95Ms: Math.max(0, ...counted.map(({ latencyMs }) => latencyMs)),
    };
  }
}

/** A gateway's inner parts over a state that the test can change. */
export async function aServing(state: ServingState, refused: Revision[] = []) {
  const order = { state };
  const client = new EchoClient();
  for (const revision of refused) client.refused.add(storeDigest(revision.artifactDigest));
  const upstream: { client: ServeClient | null; problem: string | null } = { client, problem: null };
  const shelf = new AdapterShelf({ get: async (digest) => `/store/${digest}` }, () => {});
  const serving = new Serving('assistant', { ofSubject: async () => order.state }, upstream, shelf);
  await serving.refresh();
  return { serving, order, client, upstream };
}
