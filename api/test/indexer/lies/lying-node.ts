import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Call, Lie, TrueBlock } from './lie.js';
import { quantity } from './lie.js';

/** How far below its head the node counts a block as final. */
const FINALITY_BLOCKS = 8;

/** A node in front of a chain: it shows the chain up to a block, and lies when it is told to. */
export class LyingNode {
  /** What it says instead of the truth. */
  lie: Lie | null = null;
  /** How many answers were not what they should have been. */
  told = 0;
  /** The newest block that it shows. */
  head: number;

  private constructor(
    private readonly chainUrl: string,
    readonly chainId: number,
    readonly blocks: readonly TrueBlock[],
    private readonly server: Server,
  ) {
    this.head = blocks.length - 1;
    server.on('request', async (request, response) => {
      const payload = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Call | Call[];
      const told = await this.answer(payload);
      response
        .setHeader('content-type', 'application/json')
        .end(typeof told === 'string' ? told : JSON.stringify(told));
    });
  }

  static async before(chainUrl: string, chainId: number): Promise<LyingNode> {
    const { result } = (await ask(chainUrl, { id: 1, method: 'eth_blockNumber', params: [] })) as Answer;
    const calls = Array.from({ length: Number(result) + 1 }, (_, number) => ({
      id: number,
      method: 'eth_getBlockByNumber',
      params: [quantity(number), false],
    }));
    const answers = (await ask(chainUrl, calls)) as { id: number; result: TrueBlock }[];
    const blocks = answers.toSorted((a, b) => a.id - b.id).map((answer) => answer.result);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new LyingNode(chainUrl, chainId, blocks, server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(payload: Call | Call[]): Promise<unknown> {
    const isList = Array.isArray(payload);
    const calls = isList ? payload : [payload];
    const answers = await Promise.all(calls.map((call) => this.answerOne(call)));
    const honest = isList ? answers : answers[0];
    return this.lie?.whole ? this.counted(honest, this.lie.whole(calls, answers, isList)) : honest;
  }

  private async answerOne(call: Call): Promise<Answer> {
    const honest = await this.honest(call);
    if (!this.lie?.one || honest.error) return honest;
    const result = this.lie.one(call, honest.result, this.blocks.slice(0, this.head + 1));
    return this.counted(honest, { ...honest, result });
  }

  private counted<T>(honest: unknown, told: T): T {
    if (JSON.stringify(told) !== JSON.stringify(honest)) this.told += 1;
    return told;
  }

  private async honest({ id, method, params }: Call): Promise<Answer> {
    const answered = (result: unknown): Answer => ({ jsonrpc: '2.0', id, result });
    if (method === 'eth_chainId') return answered(quantity(this.chainId));
    if (method === 'eth_getBlockByNumber') return answered(this.blockOf(String(params[0])));
    return (await ask(this.chainUrl, { id, method, params })) as Answer;
  }

  private blockOf(which: string): TrueBlock | null {
    const tags: Record<string, number> = { latest: this.head, finalized: Math.max(0, this.head - FINALITY_BLOCKS) };
    const number = tags[which] ?? Number(which);
    return number <= this.head ? (this.blocks[number] ?? null) : null;
  }
}

async function ask(url: string, payload: Call | Call[]): Promise<unknown> {
  const calls = [payload].flat().map((call) => ({ jsonrpc: '2.0', ...call }));
  const body = JSON.stringify(Array.isArray(payload) ? calls : calls[0]);
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  return response.json();
}
