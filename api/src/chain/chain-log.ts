import { checksumAddress } from './checksum-address.js';
import { fieldsOf, hashOf, hexOf, listOf, quantityOf } from './rpc-form.js';

/** A log of a contract, undecoded; all hex is lowercase but for the address. */
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

/** A log as the RPC gives it. Throws `UnsoundAnswer` when it has not the form of one. */
export function logOf(answer: unknown): ChainLog {
  const log = fieldsOf(answer, 'a log');
  return {
    address: checksumAddress(hexOf(log.address, "a log's address", 40).slice(2)),
    topics: listOf(log.topics, "a log's topics").map((topic) => hashOf(topic, "a log's topic")),
    data: hexOf(log.data, "a log's data"),
    blockNumber: quantityOf(log.blockNumber, "a log's blockNumber"),
    blockHash: hashOf(log.blockHash, "a log's blockHash"),
    blockTimestamp: log.blockTimestamp ? quantityOf(log.blockTimestamp, "a log's blockTimestamp") : undefined,
    txHash: hashOf(log.transactionHash, "a log's transactionHash"),
    logIndex: quantityOf(log.logIndex, "a log's logIndex"),
    isRemoved: log.removed === true,
  };
}

/** Chain order. */
export const byPosition = (a: ChainLog, b: ChainLog) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex;
