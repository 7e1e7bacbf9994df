import { Entity, Index, PrimaryColumn } from 'typeorm';
import { int8Transformer } from './bigint.js';
import { SumColumn, TimeColumn } from './columns.js';

/** How much of a token there was after a block that minted or burnt some; kept with `token_transfer`. */
@Entity({ name: 'token_supply' })
@Index(['chainId', 'token', 'blockAt', 'blockNumber'])
export class TokenSupplyEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  token!: string;

  @PrimaryColumn({ type: 'bigint', transformer: int8Transformer })
  blockNumber!: number;

  @TimeColumn()
  blockAt!: Date;

  @SumColumn()
  supply!: bigint;
}
