import { UnsoundAnswer, WrongChain } from './chain-errors.js';
import { EndpointTally } from './endpoint-tally.js';
import { HttpPost } from './http-post.js';
import { QuorumReads } from './quorum-reads.js';

/** A question to a node. */
export interface RpcCall {
  method: string;
  params: unknown[];
}

interface RpcPayload extends RpcCall {
  jsonrpc: '2.0';
  id: number;
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
  /** For each address, the question which chain it is of; asked again when something was amiss. */
  private readonly admissions = new Map<number, Promise<void>>();

  /**
   * With a `quorum` blocks and logs are what so many addresses say alike. With a `chainId` an address is used only
   * while it is of that chain.
   */
  constructor(
    urls: string[],
    quorum = 1,
    private readonly chainId?: number,
  ) {
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
    const payload = this.payloadOf({ method, params });
    return resultOf((await this.post(payload)) as RpcAnswer, payload);
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

  /** Posts to one address. Throws `WrongChain` when it is of another chain. */
  async postTo(index: number, payload: unknown): Promise<unknown> {
    await this.admit(index);
    try {
      return await this.postUnseen(index, payload);
    } catch (error) {
      // Whoever answers there next may be somebody else.
      this.admissions.delete(index);
      throw error;
    }
  }

  /** Asks an address once which chain it is of. Throws `WrongChain`, or what keeps it from answering. */
  async admit(index: number): Promise<void> {
    const admission = this.admissions.get(index) ?? this.assertChain(index);
    this.admissions.set(index, admission);
    await admission.catch((error) => {
      this.admissions.delete(index);
      throw error;
    });
  }

  /** The address that answers now has said something that cannot be: the next one is asked from now on. */
  distrust(): void {
    this.tallyOf(this.preferred).unsound += 1;
    this.turn();
  }

  /** Another address is asked first from now on; each says once more which chain it is of. */
  turn(): void {
    this.admissions.clear();
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
    const byId = new Map((answers as RpcAnswer[]).map((answer) => [answer?.id, answer]));
    if (byId.size < answers.length) throw new UnsoundAnswer(`a list of ${calls.length} calls has two answers for one`);
    return payloads.map((payload) => resultOf(byId.get(payload.id), payload));
  }

  private postUnseen(index: number, payload: unknown): Promise<unknown> {
    return this.tallyOf(index).count((this.addresses[index] as HttpPost).post(payload));
  }

  private async assertChain(index: number): Promise<void> {
    if (this.chainId === undefined) return;
    const answer = (await this.postUnseen(index, this.payloadOf({ method: 'eth_chainId', params: [] }))) as RpcAnswer;
    const actual = Number(answer?.result);
    // One that does not say it is not known to be of another one.
    if (answer?.result === undefined || actual === this.chainId) return;
    this.tallyOf(index).unsound += 1;
    throw new WrongChain(this.chainId, actual);
  }

  private tallyOf(index: number): EndpointTally {
    return this.tallies[index] as EndpointTally;
  }

  private payloadOf({ method, params }: RpcCall): RpcPayload {
    const id = this.nextId;
    this.nextId += 1;
    return { jsonrpc: '2.0', id, method, params };
  }
}

function resultOf(answer: RpcAnswer | undefined, { id, method }: RpcPayload): unknown {
  if (answer?.error) throw new RpcRefusal(answer.error);
  if (!answer || answer.result === undefined) throw new UnsoundAnswer(`the answer to ${method} has no result`);
  if (answer.id !== id) throw new UnsoundAnswer(`request ${id}, ${method}, is answered for request ${answer.id}`);
  return answer.result;
}
