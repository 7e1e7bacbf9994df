import { once } from 'node:events';
import { createServer } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { RpcError } from '../../support/rpc-block.mjs';
import { Node } from './node.mjs';

/** Serves a simulated chain over JSON-RPC, through the faults. */
export class RpcEndpoint {
  /** @type {(method: string) => void} told of every call before it is answered */
  onCall = () => {};
  #server = createServer((request, response) => void this.#serve(request, response));
  #chain;
  #faults;
  #habits;

  constructor(chain, faults, habits) {
    this.#chain = chain;
    this.#faults = faults;
    this.#habits = habits;
  }

  /** Listens; resolves with the address. */
  async open() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request, response) {
    response.on('error', () => {});
    try {
      const payload = JSON.parse(await textOf(request));
      const calls = [payload].flat();
      for (const { method } of calls) this.onCall(method);
      const answers = calls.map((call) => this.#answerOf(call));
      const ids = calls.map(({ id }) => id);
      await this.#faults.send(response, JSON.stringify(Array.isArray(payload) ? answers : answers[0]), ids);
    } catch {
      // Whoever asked is gone.
      response.destroy();
    }
  }

  /** Each call of a request may be answered by another backend. */
  #answerOf({ id, method, params }) {
    const { lag, isOld } = this.#faults.backend();
    const { before, finalized, isUndecided } = this.#chain;
    const blocks = isOld && isUndecided ? before : this.#chain.blocks;
    const node = new Node({ blocks, finalized }, lag, this.#habits);
    try {
      return { jsonrpc: '2.0', id, result: node.answer(method, params) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } };
    }
  }
}
