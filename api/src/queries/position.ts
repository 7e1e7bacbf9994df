/** Where on the chain a fact was recorded. */
export interface Position {
  blockNumber: number;
  logIndex: number;
  txHash: string;
  blockAt: Date;
}

/** The position columns of a fact as the database gives them. */
export interface PositionRow {
  block_number: string;
  log_index: number;
  tx_hash: string;
  block_at: Date;
}

/** Reads the position columns of a row. */
export function positionOf(row: PositionRow): Position {
  return {
    blockNumber: Number(row.block_number),
    logIndex: row.log_index,
    txHash: row.tx_hash,
    blockAt: row.block_at,
  };
}
