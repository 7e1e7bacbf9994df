import type { BlockHeader } from '../chain/block-header.js';
import { ChainMoved } from '../chain/chain-errors.js';
import type { ChainLog } from '../chain/chain-log.js';
import type { ChainReader } from '../chain/chain-reader.js';
import type { FactStretch, StoredBlock } from '../store/chain-batch.js';
import type { LogDecoder } from './log-decoder.js';

const HEADERS_AT_ONCE = 100;

/** A stretch of a chain as it was read: its logs, and the headers of its last block and of every block with logs. */
export interface ReadStretch {
  fromBlock: number;
  last: BlockHeader;
  headers: Map<number, BlockHeader>;
  logs: ChainLog[];
}

/** The headers of the blocks that the logs are in, and of `lastBlock`. Throws `ChainMoved` when a log is of another block. */
export async function headersOf(
  reader: ChainReader,
  logs: ChainLog[],
  lastBlock: number,
): Promise<Map<number, BlockHeader>> {
  const numbers = [...new Set([...logs.map((log) => log.blockNumber), lastBlock])];
  const headers = new Map<number, BlockHeader>();
  for (let start = 0; start < numbers.length; start += HEADERS_AT_ONCE) {
    const some = numbers.slice(start, start + HEADERS_AT_ONCE);
    const found = await Promise.all(some.map((number) => reader.findBlock(number)));
    for (const header of found) if (header) headers.set(header.number, header);
  }
  if (!headers.has(lastBlock)) throw new ChainMoved(`block ${lastBlock} is gone`);
  for (const log of logs) {
    if (headers.get(log.blockNumber)?.hash !== log.blockHash) throw new ChainMoved(`block ${log.blockNumber} changed`);
  }
  return headers;
}

/** A stretch as rows. */
export function stretchOf(chainId: number, slugs: string[], decoder: LogDecoder, stretch: ReadStretch): FactStretch {
  const { facts, quarantined } = decoder.decode(stretch.logs, stretch.headers);
  const logsCounts = new Map<number, number>();
  for (const { blockNumber } of stretch.logs) logsCounts.set(blockNumber, (logsCounts.get(blockNumber) ?? 0) + 1);
  return {
    chainId,
    slugs,
    fromBlock: stretch.fromBlock,
    toBlock: stretch.last.number,
    facts: facts.rows,
    quarantined,
    blocks: [...stretch.headers.values()].map((header) => storedBlock(header, logsCounts.get(header.number) ?? 0)),
  };
}

function storedBlock({ number, hash, timestamp }: BlockHeader, logsCount: number): StoredBlock {
  return { number, hash, blockAt: new Date(timestamp * 1000), logsCount };
}
