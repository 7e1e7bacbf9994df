import { numberToHex } from 'viem';

export interface SentTransaction {
  from: string;
  to: string;
  data: `0x${string}`;
}

type GraphqlAnswer = unknown | ((variables: Record<string, unknown>) => unknown);
type RpcAnswer = (params: unknown[]) => unknown;

interface Call {
  url: string;
  body: Record<string, unknown>;
}

/**
 * What lies behind `fetch` in a component test: a GraphQL server by operation name, a local node by method, and other
 * services by path. The pages, their hooks and the wallet are the real ones.
 */
export class FakeNetwork {
  readonly sent: SentTransaction[] = [];
  readonly graphql: Record<string, GraphqlAnswer> = {};
  readonly rpc: Record<string, RpcAnswer> = {};
  readonly services: Record<string, (call: Call) => Response> = {};

  /** Takes the place of `fetch` until the test file ends. */
  install(): this {
    globalThis.fetch = ((input: RequestInfo | URL, init?: RequestInit) =>
      this.answer(String(input), init)) as typeof fetch;
    return this;
  }

  private async answer(url: string, init?: RequestInit): Promise<Response> {
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const { pathname } = new URL(url);
    if (pathname === '/graphql') return Response.json(this.answerGraphql(body));
    if (pathname === '/rpc') return Response.json(this.answerRpc(body));
    const service = this.services[pathname];
    return service ? service({ url, body }) : Response.json({}, { status: 404 });
  }

  private answerGraphql({ query, variables }: Record<string, unknown>) {
    const name = /(?:query|subscription) (\w+)/.exec(String(query))?.[1] ?? '';
    if (!(name in this.graphql)) return { errors: [{ message: `the test has no answer to ${name}` }] };
    const answer = this.graphql[name];
    return { data: typeof answer === 'function' ? answer(variables as Record<string, unknown>) : answer };
  }

  private answerRpc(body: Record<string, unknown>) {
    const { id, method, params = [] } = body as { id: number; method: string; params?: unknown[] };
    const answer = this.rpc[method] ?? this.node[method];
    if (!answer) return { jsonrpc: '2.0', id, error: { code: -32601, message: `the test has no answer to ${method}` } };
    return { jsonrpc: '2.0', id, ...this.outcome(answer, params) };
  }

  private outcome(answer: RpcAnswer, params: unknown[]): object {
    try {
      return { result: answer(params) };
    } catch (error) {
      const { message, data } = error as Error & { data?: unknown };
      return { error: { code: 3, message, data } };
    }
  }

  /** A node that takes every transaction and mines it at once. */
  private readonly node: Record<string, RpcAnswer> = {
    eth_chainId: () => numberToHex(31337),
    eth_blockNumber: () => numberToHex(100),
    eth_call: () => '0x',
    eth_estimateGas: () => numberToHex(100_000),
    eth_gasPrice: () => numberToHex(1),
    eth_maxPriorityFeePerGas: () => numberToHex(1),
    eth_getTransactionCount: () => numberToHex(0),
    eth_getBlockByNumber: () => ({
      number: numberToHex(100),
      baseFeePerGas: '0x1',
      gasLimit: '0x1',
      gasUsed: '0x0',
      timestamp: '0x1',
      transactions: [],
    }),
    eth_sendTransaction: ([transaction]) => {
      this.sent.push(transaction as SentTransaction);
      return `0x${'ab'.repeat(32)}`;
    },
    eth_getTransactionReceipt: ([hash]) => ({
      transactionHash: hash,
      transactionIndex: '0x0',
      blockHash: `0x${'cd'.repeat(32)}`,
      blockNumber: numberToHex(100),
      from: `0x${'11'.repeat(20)}`,
      to: `0x${'22'.repeat(20)}`,
      status: '0x1',
      logs: this.logs,
      logsBloom: '0x',
      gasUsed: '0x1',
      cumulativeGasUsed: '0x1',
      effectiveGasPrice: '0x1',
      type: '0x2',
      contractAddress: null,
    }),
  };

  /** The logs of every receipt from now on. */
  logs: unknown[] = [];
}
