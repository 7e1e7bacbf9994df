import { Entity, Index } from 'typeorm';
import { AmountColumn, BytesColumn, HashColumn, TextColumn, TimeColumn } from './columns.js';
import { Fact } from './position.js';

/** `QueueTransaction`, `ExecuteTransaction` and `CancelTransaction` of a Compound timelock: one call of a proposal. */
@Entity({ name: 'timelock_transaction' })
@Index(['chainId', 'contract', 'operationId'])
export class TimelockTransactionEntity extends Fact {
  @HashColumn()
  operationId!: string;

  /** `queued`, `executed` or `canceled`. */
  @TextColumn()
  action!: string;

  @TextColumn()
  target!: string;

  @AmountColumn()
  value!: bigint;

  @TextColumn()
  signature!: string;

  @BytesColumn()
  data!: Buffer;

  @TimeColumn()
  etaAt!: Date;
}
