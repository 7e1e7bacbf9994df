import { toQuantity } from 'ethers';
import { type BlockHeader, headerOf, type RpcBlock } from './block-header.js';
import { BlockProofs } from './block-proofs.js';
import { ChainMoved, isAnswer, UnsoundAnswer, WrongChain } from './chain-errors.js';
import { byPosition, type ChainLog, logOf } from './chain-log.js';
import { checksumAddress } from './checksum-address.js';
import { FailoverProvider } from './failover-provider.js';
import { HeaderCheck } from './header-check.js';
import type { JsonRpcClient, RpcCall } from './json-rpc-client.js';
import { listOf } from './rpc-form.js';

/** Where a chain is reached, and how its finality is told. */
export interface ChainAddress {
  chainId: number;
  /** At least one over HTTP, which is asked; those over WebSocket tell of new blocks. */
  rpcUrls: string[];
  /** How far below the head a block is final, on a chain without the `finalized` tag. */
  finalityBlocks: number;
  /** How many addresses have to say the same of a block before it is believed; 1 by default. */
  rpcQuorum?: number;
  /** Which blocks are proven by their receipts; the `recent` ones by default. */
  verify?: Verification;
}

/** `recent`: every block that is not final when it is read, and a sample of the others. `all`: every block. */
export type Verification = 'recent' | 'all';

/** Reads one chain: blocks, logs, finality. Says nothing about what the logs mean. */
export class ChainReader {
  /** For calls of contracts through ethers. */
  readonly provider: FailoverProvider;
  /** For everything else. */
  readonly rpc: JsonRpcClient;
  /** Addresses that tell of new blocks by themselves. */
  readonly headUrls: string[];
  /** Recomputes the hashes of what is read. */
  readonly headers = new HeaderCheck();
  /** Holds logs against receipts. */
  readonly proofs: BlockProofs;
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
    this.proofs = new BlockProofs(this.rpc);
  }

  get verification(): Verification {
    return this.address.verify ?? 'recent';
  }

  get chainId(): number {
    return this.address.chainId;
  }

  /** Throws `WrongChain` when an address answers for another chain; one that does not answer is no error. */
  async verifyChainId(): Promise<void> {
    for (let index = 0; index < this.provider.addressesCount; index += 1) {
      await this.rpc.admit(index).catch((error) => {
        if (error instanceof WrongChain) throw error;
      });
    }
  }

  /** The newest block. */
  async head(): Promise<BlockHeader> {
    const head = await this.findBlock('latest');
    if (!head) throw new UnsoundAnswer(`chain ${this.chainId} has no latest block`);
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
    return this.blockOf(which, await this.rpc.request(method, params));
  }

  /** Blocks by number, those that the chain has. */
  async findBlocks(numbers: number[]): Promise<BlockHeader[]> {
    const found = await this.rpc.requestAll(numbers.map(blockCall));
    return found
      .map((answer, index) => this.blockOf(numbers[index] as number, answer))
      .filter((block) => block !== null);
  }

  /** Reads a block as the RPC gives it, and recomputes its hash. Throws `UnsoundAnswer` when it cannot be one. */
  headerOf(answer: unknown): BlockHeader {
    const header = headerOf(answer);
    header.isHashProven = this.headers.check(answer as RpcBlock, header);
    return header;
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

  /**
   * The logs of a range of blocks, in chain order. Throws when the range is too large for the RPC, and `ChainMoved` when
   * whoever answers lacks its last block: of blocks that they do not have, nodes tell no logs instead of an error.
   */
  async logsOfRange(fromBlock: number, toBlock: number, addresses: string[]): Promise<ChainLog[]> {
    const calls = logCalls([{ fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock) }], addresses);
    // In the same request, so that behind one address the same node answers both.
    const answers = await this.rpc.requestAll([...calls, blockCall(toBlock)]);
    if (!this.blockOf(toBlock, answers.pop()))
      throw new ChainMoved(`the node that tells of logs lacks block ${toBlock}`);
    return logsOfAnswers(answers, addresses);
  }

  /** The answers were not sound: asks another address from now on. */
  distrust(): void {
    this.rpc.distrust();
  }

  /** Ends the reader's timers and connections. */
  close(): void {
    this.provider.destroy();
  }

  private async logsOf(filters: object[], addresses: string[]): Promise<ChainLog[]> {
    return logsOfAnswers(await this.rpc.requestAll(logCalls(filters, addresses)), addresses);
  }

  private blockOf(which: number | 'latest' | 'finalized', answer: unknown): BlockHeader | null {
    if (answer === null) return null;
    const header = this.headerOf(answer);
    if (typeof which === 'number' && header.number !== which) {
      throw new UnsoundAnswer(`block ${which} was asked for, block ${header.number} is the answer`);
    }
    return header;
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

/** One question for each filter, as long as the addresses fit into it. */
const logCalls = (filters: object[], addresses: string[]): RpcCall[] =>
  filters.flatMap((filter) =>
    partsOf(addresses).map((address) => ({ method: 'eth_getLogs', params: [{ ...filter, address }] })),
  );

function logsOfAnswers(answers: unknown[], addresses: string[]): ChainLog[] {
  const logs = answers.flatMap((answer) => listOf(answer, 'the answer to eth_getLogs')).map(logOf);
  assertOf(addresses, logs);
  return inOrder(logs);
}

/** Nodes take a thousand addresses in a filter. */
const ADDRESSES_MAX = 1_000;

function partsOf(addresses: string[]): string[][] {
  const count = Math.max(1, Math.ceil(addresses.length / ADDRESSES_MAX));
  return Array.from({ length: count }, (_, part) => addresses.slice(part * ADDRESSES_MAX, (part + 1) * ADDRESSES_MAX));
}

/** No address is asked for as any. */
function assertOf(addresses: string[], logs: ChainLog[]): void {
  if (addresses.length === 0) return;
  const asked = new Set(addresses.map((address) => checksumAddress(address.slice(2))));
  const strange = logs.find(({ address }) => !asked.has(address));
  if (strange) throw new UnsoundAnswer(`a log of block ${strange.blockNumber} is of ${strange.address}, not asked for`);
}

function inOrder(logs: ChainLog[]): ChainLog[] {
  // Nodes answer in chain order; sorting what is sorted would still take its time.
  const isSorted = logs.every((log, index) => index === 0 || byPosition(logs[index - 1] as ChainLog, log) <= 0);
  return isSorted ? logs : logs.sort(byPosition);
}
