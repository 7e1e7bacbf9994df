import { setTimeout as pause } from 'node:timers/promises';
import { RpcError } from '../../support/rpc-block.mjs';

const STATUSES = [429, 500, 502, 503, 504];
const ERRORS = [
  () => new RpcError(-32_000, 'server is overloaded'),
  () => new RpcError(-32_603, 'internal error'),
  () => new RpcError(429, 'too many requests'),
];
const SLOW_MILLISECONDS = 60;

/** What an endpoint can do to an answer; each is given the bytes and the HTTP response. */
const MISDEEDS = {
  status: ({ response, random }) => response.writeHead(random.of(STATUSES)).end('<html></html>'),
  error: ({ response, random, ids }) => {
    const { code, message } = random.of(ERRORS)();
    const errors = ids.map((id) => ({ jsonrpc: '2.0', id, error: { code, message } }));
    response.end(JSON.stringify(ids.length === 1 ? errors[0] : errors));
  },
  truncated: ({ response, bytes, random }) => response.end(bytes.slice(0, random.below(bytes.length))),
  torn: ({ response, bytes }) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(bytes) });
    response.write(bytes.slice(0, bytes.length >> 1), () => response.socket?.destroy());
  },
  reset: ({ response }) => response.socket?.destroy(),
  empty: ({ response }) => response.end(),
  slow: async ({ response, bytes, random }) => {
    await pause(random.below(SLOW_MILLISECONDS));
    response.end(bytes);
  },
};

/** Seeded troubles between the indexer and its chain. */
export class RpcFaults {
  /** How many there were. */
  count = 0;
  #random;
  #percent = 0;
  #left = 0;
  #kinds = [];
  /** An answer that waits until another one has overtaken it. */
  #held = null;

  constructor(random) {
    this.#random = random;
  }

  /** From now on so many of a hundred requests go wrong, in these ways, until it was `most` times. */
  set({ percent, kinds, most }) {
    this.#percent = percent;
    this.#left = most;
    this.#kinds = kinds;
    this.#release();
  }

  /** Which backend answers: one that lags, one that is on the old branch, or the right one. */
  backend() {
    const kind = this.#draw(['lag', 'branch']);
    if (kind === 'lag') return { lag: 1 + this.#random.below(3), isOld: false };
    return { lag: 0, isOld: kind === 'branch' };
  }

  /** Sends an answer, or does to it what an endpoint may do. */
  async send(response, bytes, ids) {
    const kind = this.#draw([...Object.keys(MISDEEDS), 'reordered']);
    response.setHeader('content-type', 'application/json');
    if (kind === 'reordered' && !this.#held) return this.#hold(() => response.end(bytes));
    if (kind && MISDEEDS[kind]) await MISDEEDS[kind]({ response, bytes, ids, random: this.#random });
    else response.end(bytes);
    this.#release();
  }

  #draw(kinds) {
    const random = this.#random;
    if (this.#left === 0 || random.below(100) >= this.#percent) return null;
    const possible = this.#kinds.filter((kind) => kinds.includes(kind));
    if (possible.length === 0) return null;
    this.count += 1;
    this.#left -= 1;
    return random.of(possible);
  }

  #hold(send) {
    this.#held = send;
    // Nobody may come to overtake it.
    setTimeout(() => this.#held === send && this.#release(), SLOW_MILLISECONDS);
  }

  #release() {
    const held = this.#held;
    this.#held = null;
    held?.();
  }
}

/** Every kind of trouble. */
export const rpcFaultKinds = [...Object.keys(MISDEEDS), 'reordered', 'lag', 'branch'];
