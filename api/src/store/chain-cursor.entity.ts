import { Entity, PrimaryColumn } from 'typeorm';
import { HashColumn, Int8Column, TimeColumn } from './columns.js';

/** How far a chain is indexed, and how far the chain itself is. */
@Entity({ name: 'chain_cursor' })
export class ChainCursorEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  /** The last block whose logs are rows. */
  @Int8Column()
  blockNumber!: number;

  @HashColumn()
  blockHash!: string;

  @Int8Column()
  finalizedNumber!: number;

  @Int8Column()
  headNumber!: number;

  /** The timestamp of the head block: chain time, not ours. */
  @TimeColumn()
  headAt!: Date;

  @TimeColumn()
  updatedAt!: Date;
}
