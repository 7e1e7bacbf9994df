import { once } from 'node:events';
import net from 'node:net';
import { FrontendMessages } from './frontend-messages.mjs';

/**
 * What is to happen at a statement: `before` it goes on to the server, when it was `sent`, or when the server has
 * `answered` and the client does not know it yet. The connection is cut there, after `act`; unless it is `spared`.
 * @typedef {{when: 'before' | 'sent' | 'answered', act?: () => unknown, spares?: boolean}} Cut
 */

/** Stands between one process and PostgreSQL, sees every statement, and cuts connections. */
export class DatabaseProxy {
  #server = net.createServer((client) => this.#accept(client));
  #connections = new Set();
  #targetPort;
  /** @type {(statement: {text: string, values: string[]}, connection: object) => Cut | null} asked at every statement */
  onStatement = () => null;

  constructor(targetPort) {
    this.#targetPort = targetPort;
  }

  /** Listens, and resolves with the connection string that leads through here. */
  async open(databaseUrl) {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const url = new URL(databaseUrl);
    url.port = String(this.#server.address().port);
    return url.href;
  }

  /** Cuts every connection that there is. */
  cutAll() {
    for (const connection of this.#connections) connection.cut();
  }

  async close() {
    this.#server.close();
    this.cutAll();
  }

  #accept(client) {
    const connection = new Connection(client, this.#targetPort, (...of) => this.onStatement(...of));
    this.#connections.add(connection);
    client.once('close', () => this.#connections.delete(connection));
  }
}

class Connection {
  #client;
  #server;
  #messages = new FrontendMessages();
  #onStatement;
  /** @type {Cut | null} what waits for the server's answer */
  #atAnswer = null;

  constructor(client, port, onStatement) {
    this.#client = client;
    this.#onStatement = onStatement;
    this.#server = net.connect({ port, host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    client.on('data', (piece) => this.#fromClient(piece));
    this.#server.on('data', (piece) => this.#fromServer(piece));
    for (const [one, other] of [
      [client, this.#server],
      [this.#server, client],
    ]) {
      // Whoever is cut off sees a reset, as of a machine that went down.
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  }

  cut() {
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  #fromClient(piece) {
    const cut = this.#messages
      .push(piece)
      .map((statement) => this.#onStatement(statement, this))
      .find((answer) => answer !== null);
    if (cut?.when === 'before') return void this.#cutAt(cut, () => this.#server.write(piece));
    if (cut?.when === 'answered') this.#atAnswer = cut;
    if (cut?.when !== 'sent') return void this.#server.write(piece);
    // The statement arrives whole; nobody is there to hear the answer.
    this.#server.end(piece);
    cut.act?.();
    this.#client.resetAndDestroy();
  }

  #fromServer(piece) {
    const cut = this.#atAnswer;
    this.#atAnswer = null;
    if (cut) return void this.#cutAt(cut, () => this.#client.write(piece));
    this.#client.write(piece);
  }

  async #cutAt(cut, goOn) {
    await cut.act?.();
    if (cut.spares) goOn();
    else this.cut();
  }
}
