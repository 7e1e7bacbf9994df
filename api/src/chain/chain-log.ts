import { checksumAddress } from './checksum-address.js';

/** A log of a contract, undecoded. */
export interface ChainLog {
  /** Checksummed. */
  address: string;
  topics: string[];
  data: string;
  blockNumber: number;
  blockHash: string;
  /** Unix seconds, chain time; absent where the node does not say it with the log. */
  blockTimestamp?: number;
  txHash: string;
  logIndex: number;
  /** The node says that a reorg took it back. */
  isRemoved?: boolean;
}

/** A log as the RPC gives it. */
export interface RpcLog {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  blockTimestamp?: string | null;
  transactionHash: string;
  logIndex: string;
  removed?: boolean;
}

export function logOf(log: RpcLog): ChainLog {
  return {
    address: checksumAddress(log.address.slice(2)),
    topics: log.topics,
    data: log.data,
    blockNumber: Number(log.blockNumber),
    blockHash: log.blockHash,
    blockTimestamp: log.blockTimestamp ? Number(log.blockTimestamp) : undefined,
    txHash: log.transactionHash,
    logIndex: Number(log.logIndex),
    isRemoved: log.removed === true,
  };
}

/** Chain order. */
export const byPosition = (a: ChainLog, b: ChainLog) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex;
