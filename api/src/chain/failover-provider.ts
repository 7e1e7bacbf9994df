import { FetchRequest, type JsonRpcPayload, JsonRpcProvider, type JsonRpcResult, Network } from 'ethers';

const REQUEST_MILLISECONDS = 20_000;

/** An ethers provider over several RPC addresses of one chain: when one does not answer, the next one is asked. */
export class FailoverProvider extends JsonRpcProvider {
  private readonly connections: FetchRequest[];
  private preferred = 0;

  constructor(chainId: number, rpcUrls: string[]) {
    const network = Network.from(chainId);
    super(rpcUrls[0], network, { staticNetwork: network, batchMaxCount: 20, batchStallTime: 1, cacheTimeout: -1 });
    this.connections = rpcUrls.map(connectionTo);
  }

  /** How many addresses there are. */
  get addressesCount(): number {
    return this.connections.length;
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    let failure: unknown;
    for (let turn = 0; turn < this.connections.length; turn += 1) {
      const index = (this.preferred + turn) % this.connections.length;
      try {
        const answer = await this.post(index, payload);
        this.preferred = index;
        return answer;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Asks one address for its chain id; null when it does not answer. */
  async chainIdAt(index: number): Promise<number | null> {
    try {
      const [answer] = await this.post(index, { id: 1, jsonrpc: '2.0', method: 'eth_chainId', params: [] });
      return answer && 'result' in answer ? Number(answer.result) : null;
    } catch {
      return null;
    }
  }

  private async post(index: number, payload: JsonRpcPayload | JsonRpcPayload[]) {
    const request = (this.connections[index] as FetchRequest).clone();
    request.body = JSON.stringify(payload);
    request.setHeader('content-type', 'application/json');
    const response = await request.send();
    response.assertOk();
    const answer = response.bodyJson;
    return Array.isArray(answer) ? answer : [answer];
  }
}

function connectionTo(url: string): FetchRequest {
  const connection = new FetchRequest(url);
  connection.timeout = REQUEST_MILLISECONDS;
  // One address that says "slow down" is left for the next one instead of being waited for.
  connection.setThrottleParams({ maxAttempts: 1 });
  return connection;
}
