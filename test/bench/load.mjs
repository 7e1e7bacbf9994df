import net from 'node:net';
import { percentilesOf } from './indexer/percentiles.mjs';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One connection that asks, waits for the whole answer, and asks again. */
class Connection {
  #chunks = [];
  #missing = null;
  #resolve = null;
  #reject = null;

  constructor(port) {
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (chunk) => this.#take(chunk));
    const fail = (error) => this.#reject?.(error ?? new Error('the server closed the connection'));
    this.socket.on('error', fail).on('close', () => fail());
  }

  /** The body of the answer to a request that is written out. */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.socket.write(request);
    });
  }

  end() {
    this.#reject = null;
    this.socket.destroy();
  }

  #take(chunk) {
    this.#chunks.push(chunk);
    if (this.#missing === null) this.#readHead();
    else this.#missing -= chunk.length;
    if (this.#missing !== 0) return;
    const answer = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#missing = null;
    this.#resolve(answer.subarray(answer.indexOf(HEAD_END) + HEAD_END.length));
  }

  #readHead() {
    const soFar = Buffer.concat(this.#chunks);
    const end = soFar.indexOf(HEAD_END);
    if (end < 0) return;
    const head = soFar.subarray(0, end).toString('latin1');
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`not answered: ${soFar.toString().slice(0, 500)}`);
    const length = /content-length: (\d+)/i.exec(head)?.[1];
    if (!length) throw new Error(`an answer without its length: ${head}`);
    this.#missing = Number(length) - (soFar.length - end - HEAD_END.length);
    this.#chunks = [soFar];
  }
}

/** An HTTP request as bytes. */
export function requestOf(path, body, headers = {}) {
  const lines = [`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: application/json'];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  lines.push(`content-length: ${Buffer.byteLength(body)}`, '', body);
  return Buffer.from(lines.join('\r\n'));
}

/**
 * Asks over and over on some connections, the first seconds unmeasured. `check` looks at the bytes of each connection's
 * last answer.
 * @param {{port: number, request: Buffer, connections?: number, seconds: number, warmUpSeconds?: number, check: (body: Buffer) => void}} load
 */
export async function measureLoad({ port, request, connections = 16, seconds, warmUpSeconds = 2, check }) {
  const open = Array.from({ length: connections }, () => new Connection(port));
  const milliseconds = [];
  const from = performance.now() + warmUpSeconds * 1000;
  const until = from + seconds * 1000;
  await Promise.all(
    open.map(async (connection) => {
      let answer = null;
      for (let at = performance.now(); at < until; ) {
        answer = await connection.ask(request);
        const now = performance.now();
        if (at >= from && now <= until) milliseconds.push(now - at);
        at = now;
      }
      check(answer);
      connection.end();
    }),
  );
  const { p50, p99 } = percentilesOf(milliseconds);
  const round = (value) => Math.round(value * 100) / 100;
  return { requestsPerSecond: Math.round(milliseconds.length / seconds), p50: round(p50), p99: round(p99) };
}
