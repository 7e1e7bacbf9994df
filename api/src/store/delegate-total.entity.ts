import { Entity, PrimaryColumn } from 'typeorm';
import { IntColumn, SumColumn } from './columns.js';

/** All delegates of a token together; a trigger on `delegate` keeps it. */
@Entity({ name: 'delegate_total' })
export class DelegateTotalEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  token!: string;

  @SumColumn()
  votes!: bigint;

  /** Those with votes or with delegators. */
  @IntColumn()
  delegatesCount!: number;
}
