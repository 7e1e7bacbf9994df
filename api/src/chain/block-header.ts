import { fieldsOf, hashOf, hexOf, quantityOf } from './rpc-form.js';

/** What we need of a block. */
export interface BlockHeader {
  number: number;
  hash: string;
  parentHash: string;
  /** Unix seconds, chain time. */
  timestamp: number;
  /** 2,048 bits that tell which addresses and topics are not in its logs; null where the node does not say. */
  logsBloom?: string | null;
  /** The root of the trie of its receipts; null where the node does not say. */
  receiptsRoot?: string | null;
  /** Its hash was recomputed from what the node says of it: bloom and root are what the chain agreed on. */
  isHashProven?: boolean;
}

/** A block as the RPC gives it. */
export type RpcBlock = Record<string, unknown>;

/** Reads what we need. Throws `UnsoundAnswer` when the answer has not the form of a block. */
export function headerOf(answer: unknown): BlockHeader {
  const block = fieldsOf(answer, 'a block');
  return {
    number: quantityOf(block.number, "a block's number"),
    hash: hashOf(block.hash, "a block's hash"),
    parentHash: hashOf(block.parentHash, "a block's parentHash"),
    timestamp: quantityOf(block.timestamp, "a block's timestamp"),
    logsBloom: block.logsBloom ? hexOf(block.logsBloom, "a block's logsBloom", 512) : null,
    receiptsRoot: block.receiptsRoot ? hashOf(block.receiptsRoot, "a block's receiptsRoot") : null,
  };
}
