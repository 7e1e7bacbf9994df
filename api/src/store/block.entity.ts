import { Entity, Index, PrimaryColumn } from 'typeorm';
import { int8Transformer } from './bigint.js';
import { HashColumn, IntColumn, TimeColumn } from './columns.js';

/** A block that was read: the recent ones, and every one that has a log of ours. */
@Entity({ name: 'block' })
@Index(['chainId', 'number'], { where: 'logs_count = 0' })
export class BlockEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'bigint', transformer: int8Transformer })
  number!: number;

  @HashColumn()
  hash!: string;

  @TimeColumn()
  blockAt!: Date;

  /** How many logs of ours are in it; blocks without any are forgotten once they are final. */
  @IntColumn()
  logsCount!: number;
}
