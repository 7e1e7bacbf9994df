import { PrimaryColumn } from 'typeorm';
import { int8Transformer } from './bigint.js';
import { HashColumn, TextColumn, TimeColumn } from './columns.js';

/** Where in the chain a row comes from; a reorg deletes the rows above the common ancestor by it. */
export abstract class Position {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'bigint', transformer: int8Transformer })
  blockNumber!: number;

  @PrimaryColumn({ type: 'int' })
  logIndex!: number;

  @HashColumn()
  txHash!: string;

  @TimeColumn()
  blockAt!: Date;
}

/** One event of one contract, as it was emitted. */
export abstract class Fact extends Position {
  /** The emitter. */
  @TextColumn()
  contract!: string;
}
