import { Entity, Index } from 'typeorm';
import { AmountColumn, TextColumn, TimeColumn } from './columns.js';
import { Fact } from './position.js';

/** `OutflowCapSet`: what may leave the treasury in one window; `asset` is the zero address for ETH, 2^256 - 1 is no cap. */
@Entity({ name: 'outflow_cap_set' })
@Index(['chainId', 'contract', 'asset'])
export class OutflowCapSetEntity extends Fact {
  @TextColumn()
  asset!: string;

  @AmountColumn()
  cap!: bigint;

  @TimeColumn()
  effectiveAt!: Date;

  @AmountColumn()
  windowSeconds!: bigint;
}

/** `OutflowCounted`: `available` is what was left after `amount`. */
@Entity({ name: 'outflow_counted' })
@Index(['chainId', 'contract', 'asset'])
export class OutflowCountedEntity extends Fact {
  @TextColumn()
  asset!: string;

  @AmountColumn()
  amount!: bigint;

  @AmountColumn()
  available!: bigint;
}
