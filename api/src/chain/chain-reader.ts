import { toQuantity } from 'ethers';
import { type BlockHeader, headerOf, type RpcBlock } from './block-header.js';
import { ChainMoved, WrongChain } from './chain-errors.js';
import { byPosition, type ChainLog, logOf, type RpcLog } from './chain-log.js';
import { FailoverProvider } from './failover-provider.js';
import type { JsonRpcClient, RpcCall } from './json-rpc-client.js';

/** Where a chain is reached, and how its finality is told. */
export interface ChainAddress {
  chainId: number;
  /** At least one over HTTP, which is asked; those over WebSocket tell of new blocks. */
  rpcUrls: string[];
  /** How far below the head a block is final, on a chain without the `finalized` tag. */
  finalityBlocks: number;
  /** How many addresses have to say the same of a block before it is believed; 1 by default. */
  rpcQuorum?: number;
}

/** Reads one chain: blocks, logs, finality. Says nothing about what the logs mean. */
export class ChainReader {
  /** For calls of contracts through ethers. */
  readonly provider: FailoverProvider;
  /** For everything else. */
  readonly rpc: JsonRpcClient;
  /** Addresses that tell of new blocks by themselves. */
  readonly headUrls: string[];
  /** Whether the chain knows the `finalized` tag; null until it was asked. */
  private hasFinalizedTag: boolean | null = null;

  constructor(private readonly address: ChainAddress) {
    this.headUrls = address.rpcUrls.filter((url) => /^wss?:/.test(url));
    this.provider = new FailoverProvider(
      address.chainId,
      address.rpcUrls.filter((url) => !this.headUrls.includes(url)),
      address.rpcQuorum,
    );
    this.rpc = this.provider.rpc;
  }

  get chainId(): number {
    return this.address.chainId;
  }

  /** Throws `WrongChain` when an address answers for another chain; one that does not answer is no error. */
  async verifyChainId(): Promise<void> {
    for (let index = 0; index < this.provider.addressesCount; index += 1) {
      const actual = await this.provider.chainIdAt(index);
      if (actual !== null && actual !== this.chainId) throw new WrongChain(this.chainId, actual);
    }
  }

  /** The newest block. */
  async head(): Promise<BlockHeader> {
    const head = await this.findBlock('latest');
    if (!head) throw new Error(`chain ${this.chainId} has no latest block`);
    return head;
  }

  /** The newest block that no reorg takes away. */
  async finalized(head: BlockHeader): Promise<BlockHeader> {
    const tagged = await this.taggedFinalized();
    if (tagged) return tagged;
    const number = Math.max(0, head.number - this.address.finalityBlocks);
    const block = await this.findBlock(number);
    // Never the head instead: what is not final must not be taken for it.
    if (!block) throw new ChainMoved(`block ${number} is not there, below the head ${head.number}`);
    return block;
  }

  /** A block by number or tag; null when the chain does not have it. */
  async findBlock(which: number | 'latest' | 'finalized'): Promise<BlockHeader | null> {
    const { method, params } = blockCall(which);
    return blockOf(await this.rpc.request(method, params));
  }

  /** Blocks by number, those that the chain has. */
  async findBlocks(numbers: number[]): Promise<BlockHeader[]> {
    const found = await this.rpc.requestAll(numbers.map(blockCall));
    return found.map(blockOf).filter((block) => block !== null);
  }

  /** The logs of one block, named by its hash: an orphaned block is an error, never an empty list. */
  async logsOfBlock(blockHash: string, addresses: string[]): Promise<ChainLog[]> {
    return this.logsOf([{ blockHash }], addresses);
  }

  /** The logs of several blocks, each named by its hash. */
  async logsOfBlocks(blockHashes: string[], addresses: string[]): Promise<ChainLog[]> {
    return this.logsOf(
      blockHashes.map((blockHash) => ({ blockHash })),
      addresses,
    );
  }

  /** The logs of a range of blocks, in chain order. Throws when the range is too large for the RPC. */
  async logsOfRange(fromBlock: number, toBlock: number, addresses: string[]): Promise<ChainLog[]> {
    return this.logsOf([{ fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock) }], addresses);
  }

  /** The answers were not sound: asks another address from now on. */
  distrust(): void {
    this.rpc.distrust();
  }

  /** Ends the reader's timers and connections. */
  close(): void {
    this.provider.destroy();
  }

  /** One question for each filter, as long as the addresses fit into it. */
  private async logsOf(filters: object[], addresses: string[]): Promise<ChainLog[]> {
    const calls = filters.flatMap((filter) =>
      partsOf(addresses).map((address) => ({ method: 'eth_getLogs', params: [{ ...filter, address }] })),
    );
    const [only] = calls;
    const answers =
      only && calls.length === 1
        ? [await this.rpc.request(only.method, only.params)]
        : await this.rpc.requestAll(calls);
    return inOrder(answers.flatMap((answer) => answer as RpcLog[]).map(logOf));
  }

  private async taggedFinalized(): Promise<BlockHeader | null> {
    if (this.hasFinalizedTag === false) return null;
    try {
      const block = await this.findBlock('finalized');
      if (block) this.hasFinalizedTag = true;
      return block;
    } catch (error) {
      // "Unknown tag" is an answer of the chain; a lost connection is none, nor is "too many requests" once it was known.
      if (this.hasFinalizedTag || !isAnswer(error)) throw error;
      this.hasFinalizedTag = false;
      return null;
    }
  }
}

const blockCall = (which: number | 'latest' | 'finalized'): RpcCall => ({
  method: 'eth_getBlockByNumber',
  params: [typeof which === 'number' ? toQuantity(which) : which, false],
});

/** Nodes take a thousand addresses in a filter. */
const ADDRESSES_MAX = 1_000;

function partsOf(addresses: string[]): string[][] {
  const count = Math.max(1, Math.ceil(addresses.length / ADDRESSES_MAX));
  return Array.from({ length: count }, (_, part) => addresses.slice(part * ADDRESSES_MAX, (part + 1) * ADDRESSES_MAX));
}

const blockOf = (answer: unknown): BlockHeader | null => (answer ? headerOf(answer as RpcBlock) : null);

function inOrder(logs: ChainLog[]): ChainLog[] {
  // Nodes answer in chain order; sorting what is sorted would still take its time.
  const isSorted = logs.every((log, index) => index === 0 || byPosition(logs[index - 1] as ChainLog, log) <= 0);
  return isSorted ? logs : logs.sort(byPosition);
}

/** Whether the RPC answered with an error of its own, rather than not at all. */
export function isAnswer(error: unknown): boolean {
  const { code, error: inner } = error as { code?: string; error?: { code?: number } };
  return typeof inner?.code === 'number' || code === 'UNSUPPORTED_OPERATION';
}
