import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { text as textOf } from 'node:stream/consumers';

/**
 * Stands between one process and its chain: JSON-RPC over HTTP, and WebSocket. Answers as a broken endpoint would while
 * `behaviour` says so.
 */
export class RpcProxy {
  #server = http.createServer((request, response) => void this.#answer(request, response));
  #sockets = new Set();
  #target;
  /** @type {((request: {body: string, response: import('node:http').ServerResponse, answer: () => Promise<Answer>}) => unknown) | null}
   *   how requests are answered instead; null: truly */
  #behaviour = null;
  /** What is on its way to the chain. */
  #passing = new Set();
  /** @type {Promise<void> | null} while nothing is let through */
  #gate = null;
  /** How many requests have come so far. */
  requests = 0;
  /** @type {(call: {method: string, params: unknown[]}) => Cut | null} asked at every call */
  onCall = () => null;

  constructor(target) {
    this.#target = new URL(target);
    this.#server.on('connection', (socket) => this.#keep(socket));
    this.#server.on('upgrade', (request, socket, head) => this.#tunnel(request, socket, head));
  }

  /** Listens, and resolves with the addresses that lead through here. */
  async open() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address();
    return [`http://127.0.0.1:${port}`, `ws://127.0.0.1:${port}`];
  }

  /** Behaves so from now on, on new connections and on those that are kept open; null: as it should. */
  behave(behaviour) {
    this.#behaviour = behaviour;
    // What told of new blocks so far tells no more.
    for (const socket of this.#sockets) if (socket.isTunnel) socket.destroy();
  }

  /** Does `work` while nothing passes: what is on its way is answered before, what comes meanwhile goes on afterwards. */
  async hold(work) {
    let open = () => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    await Promise.allSettled(this.#passing);
    try {
      return await work();
    } finally {
      this.#gate = null;
      open();
    }
  }

  close() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket) {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #answer(request, response) {
    this.requests += 1;
    try {
      const body = await textOf(request);
      const cut = cutOf(body, this.onCall);
      if (cut?.when === 'before' && !(await survives(request.socket, cut))) return;
      const answer = () => this.#ask(body);
      if (this.#behaviour) return await this.#behaviour({ body, response, answer });
      const asked = answer();
      // The request is on its way; nobody is there to hear the answer.
      if (cut?.when === 'sent' && !(await survives(request.socket, cut))) return void (await asked);
      const { status, text } = await asked;
      if (cut?.when === 'answered' && !(await survives(request.socket, cut))) return;
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    } catch {
      request.socket.destroy();
    }
  }

  async #ask(body) {
    while (this.#gate) await this.#gate;
    const passing = this.#forward(body);
    this.#passing.add(passing);
    try {
      return await passing;
    } finally {
      this.#passing.delete(passing);
    }
  }

  async #forward(body) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.#target, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  }

  #tunnel(request, socket, head) {
    socket.isTunnel = true;
    socket.on('error', () => socket.destroy());
    // While it misbehaves it takes the connection and says nothing.
    if (this.#behaviour) return;
    const upstream = net.connect({ port: Number(this.#target.port), host: this.#target.hostname }, () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      upstream.write(`GET / HTTP/1.1\r\n${headers.join('')}\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  }
}

/** What is to happen at the first call of a request that anybody waits for. */
function cutOf(body, onCall) {
  for (const call of [JSON.parse(body)].flat()) {
    const cut = onCall(call);
    if (cut) return cut;
  }
  return null;
}

/** Does what is to be done here; whether the connection is still there afterwards. */
async function survives(socket, cut) {
  await cut.act?.();
  if (!cut.spares) socket.destroy();
  return Boolean(cut.spares);
}
