/** What we need of a block. */
export interface BlockHeader {
  number: number;
  hash: string;
  parentHash: string;
  /** Unix seconds, chain time. */
  timestamp: number;
  /** 2,048 bits that tell which addresses and topics are not in its logs; null where the node does not say. */
  logsBloom?: string | null;
}

/** A block as the RPC gives it. */
export interface RpcBlock {
  number: string;
  hash: string;
  parentHash: string;
  timestamp: string;
  logsBloom?: string;
}

export function headerOf(block: RpcBlock): BlockHeader {
  return {
    number: Number(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: Number(block.timestamp),
    logsBloom: block.logsBloom ?? null,
  };
}
