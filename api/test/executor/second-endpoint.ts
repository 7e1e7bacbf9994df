import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: unknown[];
}

/** What the endpoint makes of an answer. */
export type Lie = (call: Call, result: unknown) => unknown;

const truth: Lie = (_call, result) => result;

/** A second endpoint of a chain: it passes everything on, and tells what the test has it tell. */
export class SecondEndpoint {
  /** What it says instead of the truth. */
  lie: Lie = truth;

  private constructor(
    private readonly server: Server,
    private readonly origin: string,
  ) {}

  static async before(origin: string): Promise<SecondEndpoint> {
    const server = createServer();
    const endpoint = new SecondEndpoint(server, origin);
    server.on('request', async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      response.setHeader('content-type', 'application/json').end(await endpoint.answer(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Tells the truth again. */
  repent(): void {
    this.lie = truth;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(body: string): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const forwarded = await fetch(this.origin, { method: 'POST', body, headers });
    const call: Call = JSON.parse(body);
    const answer = (await forwarded.json()) as { result: unknown };
    return JSON.stringify({ ...answer, result: this.lie(call, answer.result) });
  }
}
