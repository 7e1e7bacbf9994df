import { type JsonRpcPayload, JsonRpcProvider, type JsonRpcResult, Network } from 'ethers';
import { JsonRpcClient } from './json-rpc-client.js';

/** An ethers provider over several RPC addresses of one chain, for calls of contracts. */
export class FailoverProvider extends JsonRpcProvider {
  /** The same addresses without ethers in between, for what is asked often. */
  readonly rpc: JsonRpcClient;

  constructor(chainId: number, rpcUrls: string[], quorum = 1) {
    const network = Network.from(chainId);
    super(rpcUrls[0], network, { staticNetwork: network, batchMaxCount: 20, batchStallTime: 1, cacheTimeout: -1 });
    this.rpc = new JsonRpcClient(rpcUrls, quorum, chainId);
  }

  /** How many addresses there are. */
  get addressesCount(): number {
    return this.rpc.addressesCount;
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    const answer = await this.rpc.post(payload);
    return (Array.isArray(answer) ? answer : [answer]) as JsonRpcResult[];
  }

  override destroy(): void {
    this.rpc.close();
    super.destroy();
  }
}
