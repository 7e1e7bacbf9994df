import type { BlockHeader } from '../chain/block-header.js';
import { ChainMoved, UnsoundAnswer } from '../chain/chain-errors.js';
import { byPosition, type ChainLog } from '../chain/chain-log.js';
import type { ChainReader } from '../chain/chain-reader.js';
import type { LogRanges } from '../chain/log-ranges.js';
import { isRangeRefusal } from '../chain/range-limits.js';
import type { BlockId, FactStretch, StoredBlock } from '../store/chain-batch.js';
import type { LogDecoder } from './log-decoder.js';

/** What logs tell of the block that they are in. */
export type LogBlock = Pick<BlockHeader, 'number' | 'hash' | 'timestamp'>;

/** A stretch of a chain as it was read: its logs, its last block and every block with logs. */
export interface ReadStretch {
  fromBlock: number;
  toBlock: number;
  /** The block where the next stretch goes on: the last one, or the last one with logs. */
  last: LogBlock;
  blocks: Map<number, LogBlock>;
  logs: ChainLog[];
}

/**
 * Reads a range of final blocks, or the beginning of it where the RPC does not bear all. Nothing below the finalized
 * block moves, so what the logs say of their blocks is enough; blocks whose time they do not tell are asked for.
 */
export async function readFinalStretch(
  reader: ChainReader,
  ranges: LogRanges,
  addresses: string[],
  { fromBlock, toBlock, lastBlock }: { fromBlock: number; toBlock: number; lastBlock: number },
): Promise<ReadStretch> {
  const { logs, toBlock: end } = await ranges.next(fromBlock, toBlock, addresses);
  const blocks = await blocksOf(reader, logs);
  // Behind the last log there is nothing to tell the end by, and nothing to miss, except where all ends.
  const lastWithLogs = end < lastBlock ? blocks.get(logs.at(-1)?.blockNumber ?? -1) : undefined;
  const last = lastWithLogs ?? (await reader.findBlock(end));
  if (!last) throw new ChainMoved(`block ${end} is gone`);
  blocks.set(last.number, last);
  assertSound(logs, blocks, { fromBlock, toBlock: end });
  return { fromBlock, toBlock: end, last, blocks, logs };
}

/** Reads blocks on top of `after` that may still move; null when they stand on another one. */
export async function readRecentStretch(
  reader: ChainReader,
  decoder: LogDecoder,
  headers: BlockHeader[],
  after: BlockId | null,
): Promise<ReadStretch | null> {
  const [first, last] = [headers[0] as BlockHeader, headers.at(-1) as BlockHeader];
  if (after && first.parentHash !== after.hash) return null;
  assertLinked(headers);
  const logs = await recentLogs(reader, decoder, headers);
  const blocks = new Map<number, LogBlock>(headers.map((header) => [header.number, header]));
  assertSound(logs, blocks, { fromBlock: first.number, toBlock: last.number });
  return { fromBlock: first.number, toBlock: last.number, last, blocks, logs };
}

/**
 * By the hash of its block a log is asked for in vain or found, never overlooked. Several blocks are asked for as a
 * range, and again by hash where a bloom speaks of logs that the range did not bring, or where the range is refused.
 */
async function recentLogs(reader: ChainReader, decoder: LogDecoder, headers: BlockHeader[]): Promise<ChainLog[]> {
  const { addresses, bloom } = decoder;
  const [first, last] = [headers[0] as BlockHeader, headers.at(-1) as BlockHeader];
  if (first === last) return reader.logsOfBlock(first.hash, addresses);

  const logs = await rangeOrNone(reader, first.number, last.number, addresses);
  if (logs === null)
    return reader.logsOfBlocks(
      headers.map(({ hash }) => hash),
      addresses,
    );
  const withLogs = new Set(logs.map(({ blockHash }) => blockHash));
  const tellsBlooms = headers.every(({ hash, logsBloom }) => !withLogs.has(hash) || bloom.mayHoldLogs(logsBloom));
  const doubtful = headers.filter(
    ({ hash, logsBloom }) => !withLogs.has(hash) && (!tellsBlooms || bloom.mayHoldLogs(logsBloom)),
  );
  const found = await reader.logsOfBlocks(
    doubtful.map(({ hash }) => hash),
    addresses,
  );
  return [...logs, ...found].sort(byPosition);
}

/** The logs of a range; null where the node refuses so long a one, or so many logs. */
async function rangeOrNone(
  reader: ChainReader,
  fromBlock: number,
  toBlock: number,
  addresses: string[],
): Promise<ChainLog[] | null> {
  try {
    return await reader.logsOfRange(fromBlock, toBlock, addresses);
  } catch (error) {
    if (isRangeRefusal(error)) return null;
    throw error;
  }
}

/** The blocks of the logs; those whose logs do not tell their time are asked for. */
async function blocksOf(reader: ChainReader, logs: ChainLog[]): Promise<Map<number, LogBlock>> {
  const blocks = new Map<number, LogBlock>();
  const untold = new Set<number>();
  for (const { blockNumber: number, blockHash: hash, blockTimestamp: timestamp } of logs) {
    if (timestamp === undefined) untold.add(number);
    else if (!blocks.has(number)) blocks.set(number, { number, hash, timestamp });
  }
  for (const block of await reader.findBlocks([...untold])) blocks.set(block.number, block);
  return blocks;
}

/** Throws when logs are out of place, there twice, taken back, or of another block than the one that has their number. */
function assertSound(
  logs: ChainLog[],
  blocks: Map<number, LogBlock>,
  { fromBlock, toBlock }: { fromBlock: number; toBlock: number },
): void {
  let previous: ChainLog | null = null;
  for (const log of logs) {
    if (log.blockNumber < fromBlock || log.blockNumber > toBlock || log.isRemoved)
      throw new UnsoundAnswer(`a log of block ${log.blockNumber} is out of place`);
    if (previous && byPosition(previous, log) >= 0) {
      throw new UnsoundAnswer(`log ${log.logIndex} of block ${log.blockNumber} is there twice`);
    }
    if (blocks.get(log.blockNumber)?.hash !== log.blockHash) throw new ChainMoved(`block ${log.blockNumber} changed`);
    previous = log;
  }
}

export function assertLinked(headers: BlockHeader[]): void {
  for (let index = 1; index < headers.length; index += 1) {
    const [parent, header] = [headers[index - 1] as BlockHeader, headers[index] as BlockHeader];
    if (header.number !== parent.number + 1 || header.parentHash !== parent.hash) {
      throw new ChainMoved(`block ${header.number} does not stand on block ${parent.number}`);
    }
  }
}

/** A stretch as rows. */
export function stretchOf(chainId: number, slugs: string[], decoder: LogDecoder, stretch: ReadStretch): FactStretch {
  const { facts, quarantined } = decoder.decode(stretch.logs, stretch.blocks);
  const logsCounts = new Map<number, number>();
  for (const { blockNumber } of stretch.logs) logsCounts.set(blockNumber, (logsCounts.get(blockNumber) ?? 0) + 1);
  return {
    chainId,
    slugs,
    fromBlock: stretch.fromBlock,
    toBlock: stretch.last.number,
    facts: facts.rows,
    quarantined,
    blocks: [...stretch.blocks.values()].map((block) => storedBlock(block, logsCounts.get(block.number) ?? 0)),
  };
}

function storedBlock({ number, hash, timestamp }: LogBlock, logsCount: number): StoredBlock {
  return { number, hash, blockAt: new Date(timestamp * 1000), logsCount };
}
