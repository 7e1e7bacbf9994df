import { toQuantity } from 'ethers';
import { type BlockHeader, headerOf, type RpcBlock } from './block-header.js';
import { ChainMoved, WrongChain } from './chain-errors.js';
import { byPosition, type ChainLog, logOf, type RpcLog } from './chain-log.js';
import { FailoverProvider } from './failover-provider.js';

/** Where a chain is reached, and how its finality is told. */
export interface ChainAddress {
  chainId: number;
  rpcUrls: string[];
  /** How far below the head a block is final, on a chain without the `finalized` tag. */
  finalityBlocks: number;
}

/** Reads one chain: blocks, logs, finality. Says nothing about what the logs mean. */
export class ChainReader {
  /** For calls of contracts through ethers. */
  readonly provider: FailoverProvider;
  /** Whether the chain knows the `finalized` tag; null until it was asked. */
  private hasFinalizedTag: boolean | null = null;

  constructor(private readonly address: ChainAddress) {
    this.provider = new FailoverProvider(address.chainId, address.rpcUrls);
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
    const tag = typeof which === 'number' ? toQuantity(which) : which;
    const block: RpcBlock | null = await this.provider.send('eth_getBlockByNumber', [tag, false]);
    return block && headerOf(block);
  }

  /** The logs of one block, named by its hash: an orphaned block is an error, never an empty list. */
  async logsOfBlock(blockHash: string, addresses: string[]): Promise<ChainLog[]> {
    return this.requestLogs({ blockHash, address: addresses });
  }

  /** The logs of a range of blocks, in chain order. Throws when the range is too large for the RPC. */
  async logsOfRange(fromBlock: number, toBlock: number, addresses: string[]): Promise<ChainLog[]> {
    return this.requestLogs({ fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock), address: addresses });
  }

  /** Ends the reader's timers. */
  close(): void {
    this.provider.destroy();
  }

  private async requestLogs(filter: object): Promise<ChainLog[]> {
    const logs: RpcLog[] = await this.provider.send('eth_getLogs', [filter]);
    return logs.map(logOf).sort(byPosition);
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

/** Whether the RPC answered with an error of its own, rather than not at all. */
export function isAnswer(error: unknown): boolean {
  const { code, error: inner } = error as { code?: string; error?: { code?: number } };
  return typeof inner?.code === 'number' || code === 'UNSUPPORTED_OPERATION';
}
