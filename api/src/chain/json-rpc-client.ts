import { EndpointTally } from './endpoint-tally.js';
import { HttpFailure, HttpPost } from './http-post.js';
import { QuorumReads } from './quorum-reads.js';

/** A question to a node. */
export interface RpcCall {
  method: string;
  params: unknown[];
}

interface RpcAnswer {
  id?: number;
  result?: unknown;
  error?: { code: number; message: string };
}

/** The node answered, with an error of its own. */
export class RpcRefusal extends Error {
  override readonly name = 'RpcRefusal';

  constructor(readonly error: { code: number; message: string }) {
    super(error.message);
  }
}

/** Many providers take no more in one request. */
const LARGEST_BATCH = 100;

/** JSON-RPC over several addresses of one chain: when one does not answer, the next one is asked. */
export class JsonRpcClient {
  /** How each address has answered so far. */
  readonly tallies: readonly EndpointTally[];
  private readonly addresses: HttpPost[];
  private readonly quorumReads: QuorumReads;
  private preferred = 0;
  private nextId = 1;
  /** Whether a list of calls in one request is understood; unknown until one was refused. */
  private takesBatches = true;

  /** With a `quorum` blocks and logs are what so many addresses say alike. */
  constructor(urls: string[], quorum = 1) {
    this.addresses = urls.map((url) => new HttpPost(url));
    this.tallies = EndpointTally.ofEach(urls);
    const onDisagreement = (index: number) => this.tallyOf(index).disagreements++;
    const ask = (index: number, payload: unknown) => this.postTo(index, payload);
    this.quorumReads = new QuorumReads(Math.min(quorum, urls.length), urls.length, ask, onDisagreement);
  }

  /** How many addresses there are. */
  get addressesCount(): number {
    return this.addresses.length;
  }

  /** One call. Throws `RpcRefusal` when the node refuses it, `HttpFailure` when no address answers. */
  async request(method: string, params: unknown[]): Promise<unknown> {
    return resultOf((await this.post(this.payloadOf({ method, params }))) as RpcAnswer);
  }

  /** Several calls at once, in as few requests as there can be. Throws what the first call that failed threw. */
  async requestAll(calls: RpcCall[]): Promise<unknown[]> {
    const parts: Promise<unknown[]>[] = [];
    for (let start = 0; start < calls.length; start += LARGEST_BATCH) {
      parts.push(this.requestBatch(calls.slice(start, start + LARGEST_BATCH)));
    }
    return (await Promise.all(parts)).flat();
  }

  /** Posts a payload to the address that answered last, then to the others. */
  async post(payload: unknown): Promise<unknown> {
    if (this.quorumReads.concerns(payload)) return this.quorumReads.read(payload, this.preferred);
    let failure: unknown;
    for (let turn = 0; turn < this.addresses.length; turn += 1) {
      const index = (this.preferred + turn) % this.addresses.length;
      try {
        const answer = await this.postTo(index, payload);
        this.preferred = index;
        return answer;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Posts to one address. */
  postTo(index: number, payload: unknown): Promise<unknown> {
    return this.tallyOf(index).count((this.addresses[index] as HttpPost).post(payload));
  }

  /** The address that answers now has said something that cannot be: the next one is asked from now on. */
  distrust(): void {
    this.preferred = (this.preferred + 1) % this.addresses.length;
  }

  close(): void {
    for (const address of this.addresses) address.close();
  }

  private async requestBatch(calls: RpcCall[]): Promise<unknown[]> {
    const [only] = calls;
    if (only && calls.length === 1) return [await this.request(only.method, only.params)];
    if (!this.takesBatches) return Promise.all(calls.map(({ method, params }) => this.request(method, params)));
    const payloads = calls.map((call) => this.payloadOf(call));
    const answers = await this.post(payloads);
    if (!Array.isArray(answers) || answers.length < calls.length) {
      this.takesBatches = false;
      return this.requestBatch(calls);
    }
    const byId = new Map((answers as RpcAnswer[]).map((answer) => [answer.id, answer]));
    return payloads.map(({ id }) => resultOf(byId.get(id)));
  }

  private tallyOf(index: number): EndpointTally {
    return this.tallies[index] as EndpointTally;
  }

  private payloadOf({ method, params }: RpcCall) {
    const id = this.nextId;
    this.nextId += 1;
    return { jsonrpc: '2.0', id, method, params };
  }
}

function resultOf(answer: RpcAnswer | undefined): unknown {
  if (answer?.error) throw new RpcRefusal(answer.error);
  if (!answer || answer.result === undefined) throw new HttpFailure('the answer has no result', 'SERVER_ERROR');
  return answer.result;
}
