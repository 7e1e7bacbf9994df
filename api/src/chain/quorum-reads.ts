/** Addresses tell different things of the same block: at least one of them is wrong. */
export class EndpointsDisagree extends Error {
  override readonly name = 'EndpointsDisagree';

  constructor(quorum: number, method: string) {
    super(`no ${quorum} addresses of rpcUrls agree on the answer to ${method}`);
  }
}

interface Payload {
  id: number;
  method: string;
  params: unknown[];
}

interface Answer {
  id?: number;
  result?: unknown;
  error?: unknown;
}

/** Of a block and of a log what becomes rows; nodes differ in what else they tell. */
const FIELDS: Record<string, readonly string[]> = {
  eth_getBlockByNumber: ['number', 'hash', 'parentHash', 'timestamp'],
  eth_getBlockByHash: ['number', 'hash', 'parentHash', 'timestamp'],
  eth_getLogs: ['address', 'topics', 'data', 'blockNumber', 'blockHash', 'transactionHash', 'logIndex'],
};

/** Asks several addresses the same, and takes only what enough of them say. */
export class QuorumReads {
  constructor(
    private readonly quorum: number,
    private readonly addressesCount: number,
    private readonly ask: (index: number, payload: unknown) => Promise<unknown>,
    /** Told of an address that said otherwise. */
    private readonly onDisagreement: (index: number) => void = () => undefined,
  ) {}

  /** Whether rows are made of the answer, so that it has to be agreed on. */
  concerns(payload: unknown): boolean {
    return this.quorum > 1 && callsOf(payload).some(({ method }) => method in FIELDS);
  }

  /** What enough addresses say, `first` and those after it being asked first. Throws `EndpointsDisagree`. */
  async read(payload: unknown, first = 0): Promise<unknown> {
    const groups = new Map<string, number[]>();
    const answers = new Map<number, unknown>();
    let failure: unknown;
    for (let turn = 0; turn < this.addressesCount; turn += turn === 0 ? this.quorum : 1) {
      const indexes = Array.from({ length: turn === 0 ? this.quorum : 1 }, (_, place) => turn + place)
        .filter((place) => place < this.addressesCount)
        .map((place) => (first + place) % this.addressesCount);
      const given = await Promise.allSettled(indexes.map((index) => this.ask(index, payload)));
      for (const [place, one] of given.entries()) {
        const index = indexes[place] as number;
        if (one.status === 'rejected') failure = one.reason;
        else answers.set(index, one.value);
        if (one.status === 'fulfilled') addTo(groups, fingerprintOf(payload, one.value), index);
      }
      if (asksForNewest(payload) && answers.size >= this.quorum) return oldestOf([...answers.values()]);
      const agreed = [...groups.values()].find((group) => group.length >= this.quorum);
      if (agreed) return this.agreedAnswer(agreed, answers);
    }
    if (groups.size > 1) throw new EndpointsDisagree(this.quorum, callsOf(payload)[0]?.method ?? '');
    throw failure ?? new EndpointsDisagree(this.quorum, callsOf(payload)[0]?.method ?? '');
  }

  private agreedAnswer(agreed: number[], answers: Map<number, unknown>): unknown {
    for (const index of answers.keys()) if (!agreed.includes(index)) this.onDisagreement(index);
    return answers.get(agreed[0] as number);
  }
}

const callsOf = (payload: unknown) => [payload].flat() as Payload[];

/** A head is what an address has seen so far: they need not agree on it, but all of them must have the one that is taken. */
function asksForNewest(payload: unknown): boolean {
  const [call, more] = callsOf(payload);
  const which = call?.params[0];
  return !more && call?.method === 'eth_getBlockByNumber' && typeof which === 'string' && !which.startsWith('0x');
}

const numberOf = (answer: unknown) => Number((answer as { result?: { number?: string } }).result?.number ?? Infinity);

const oldestOf = (answers: unknown[]) => answers.reduce((a, b) => (numberOf(b) < numberOf(a) ? b : a));

function addTo(groups: Map<string, number[]>, fingerprint: string, index: number): void {
  groups.set(fingerprint, [...(groups.get(fingerprint) ?? []), index]);
}

function fingerprintOf(payload: unknown, answer: unknown): string {
  const answers = new Map(([answer].flat() as Answer[]).map((one) => [one?.id, one]));
  return JSON.stringify(callsOf(payload).map(({ id, method }) => told(method, answers.get(id))));
}

/** Errors are alike, whatever their words. */
function told(method: string, answer: Answer | undefined): unknown {
  if (!answer || answer.error) return 'error';
  const fields = FIELDS[method];
  const { result } = answer;
  if (!fields || result === null) return result;
  return [result].flat().map((thing) => fields.map((field) => lowerCase((thing as Record<string, unknown>)[field])));
}

const lowerCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
