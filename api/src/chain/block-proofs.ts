import type { BlockHeader } from './block-header.js';
import { ChainMoved, UnsoundAnswer } from './chain-errors.js';
import type { ChainLog } from './chain-log.js';
import { type JsonRpcClient, RpcRefusal } from './json-rpc-client.js';
import { isThrottling } from './range-limits.js';
import { type Receipt, receiptOf, receiptsRootOf } from './receipts-root.js';
import { listOf } from './rpc-form.js';

/** A block, and the logs of ours that were told of it. */
export interface LoggedBlock {
  header: BlockHeader;
  logs: ChainLog[];
}

/** The receipts of a crowded block are a megabyte or two. */
const BLOCKS_AT_ONCE = 8;
/** What Ethereum's own transactions are; chains add types of theirs, whose receipts may be encoded otherwise. */
const PLAIN_TYPES = 4;
/** Every transaction of somebody costs as much; what costs less is the chain's own, and may not be in the root. */
const LEAST_GAS = 21_000;

/**
 * Holds logs against the receipts of their block, and the receipts against the root in its header: nothing can be
 * missing, added or changed without the root being another one.
 */
export class BlockProofs {
  /** Blocks whose logs are what their header says. */
  proven = 0;
  /** Blocks that are believed without it. */
  unproven = 0;
  /** Why the last of them could not be proven. */
  reason: string | null = null;

  constructor(private readonly rpc: JsonRpcClient) {}

  /** Returns the blocks that could not be proven. Throws `UnsoundAnswer` when logs or receipts are false. */
  async prove(blocks: LoggedBlock[], addresses: string[]): Promise<LoggedBlock[]> {
    const unproven: LoggedBlock[] = [];
    const ours = new Set(addresses.map((address) => address.toLowerCase()));
    for (let start = 0; start < blocks.length; start += BLOCKS_AT_ONCE) {
      const part = blocks.slice(start, start + BLOCKS_AT_ONCE);
      const answers = await this.receiptsOf(part);
      for (const [index, block] of part.entries()) {
        const reason =
          answers instanceof RpcRefusal ? refusal(answers) : doubtOf(block, receiptsOf(answers[index]), ours);
        if (reason === null) this.proven += 1;
        else unproven.push(this.note(block, reason));
      }
    }
    return unproven;
  }

  private note(block: LoggedBlock, reason: string): LoggedBlock {
    this.unproven += 1;
    this.reason = `block ${block.header.number}: ${reason}`;
    return block;
  }

  /** Not every provider has the method; a refusal is no lie. */
  private async receiptsOf(blocks: LoggedBlock[]): Promise<unknown[] | RpcRefusal> {
    try {
      return await this.rpc.requestAll(
        blocks.map(({ header }) => ({ method: 'eth_getBlockReceipts', params: [header.hash] })),
      );
    } catch (error) {
      if (error instanceof RpcRefusal && !isThrottling(error)) return error;
      throw error;
    }
  }
}

const refusal = ({ message }: RpcRefusal) => `eth_getBlockReceipts is refused (${message})`;

function receiptsOf(answer: unknown): Receipt[] {
  if (answer === null) throw new ChainMoved('a block is gone before its receipts were read');
  return listOf(answer, 'the answer to eth_getBlockReceipts').map(receiptOf);
}

/** Why the block is not proven; null when it is. */
function doubtOf({ header, logs }: LoggedBlock, receipts: Receipt[], ours: ReadonlySet<string>): string | null {
  assertSameLogs(header, logs, receipts, ours);
  if (!header.receiptsRoot) return 'its header is told without the root of its receipts';
  const root = receiptsRootOf(receipts);
  if (root === header.receiptsRoot) return header.isHashProven ? null : 'its header is not proven';
  const strange = receipts.find(({ type, gasUsed }) => type > PLAIN_TYPES || !(gasUsed >= LEAST_GAS));
  if (strange || !header.isHashProven) return 'its receipts are not encoded as those of Ethereum';
  throw new UnsoundAnswer(
    `the receipts of block ${header.number} have the root ${root}, its header says ${header.receiptsRoot}`,
  );
}

function assertSameLogs(
  { number }: BlockHeader,
  logs: ChainLog[],
  receipts: Receipt[],
  ours: ReadonlySet<string>,
): void {
  const inReceipts = receipts
    .flatMap((receipt) => receipt.logs)
    .map((log, logIndex) => ({ ...log, logIndex }))
    .filter(({ address }) => ours.has(address));
  if (inReceipts.length !== logs.length) {
    throw new UnsoundAnswer(
      `block ${number} has ${inReceipts.length} logs of ours by its receipts, eth_getLogs tells ${logs.length}`,
    );
  }
  for (const [index, log] of logs.entries()) {
    const held = inReceipts[index] as (typeof inReceipts)[number];
    if (printOf(held) !== printOf({ ...log, address: log.address.toLowerCase() })) {
      throw new UnsoundAnswer(`log ${log.logIndex} of block ${number} is not what the block's receipts hold there`);
    }
  }
}

type Printed = { address: string; topics: string[]; data: string; txHash: unknown; logIndex: number };

const printOf = ({ address, topics, data, txHash, logIndex }: Printed) =>
  [logIndex, address, String(txHash).toLowerCase(), ...topics, data].join(' ');
