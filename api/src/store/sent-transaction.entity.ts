import { Entity, Index, PrimaryColumn } from 'typeorm';
import { HashColumn, Int8Column, IntColumn, TextColumn, TimeColumn } from './columns.js';

/** A transaction that we signed: written down before it is sent, so that sending twice is one transaction. */
@Entity({ name: 'sent_transaction' })
@Index(['chainId', 'sender', 'nonce'])
export class SentTransactionEntity {
  /** What the transaction is for: `runId.attempt.kind`. */
  @PrimaryColumn({ type: 'text' })
  key!: string;

  @IntColumn()
  chainId!: number;

  @TextColumn()
  sender!: string;

  @Int8Column()
  nonce!: number;

  @HashColumn()
  txHash!: string;

  /** The signed bytes: what a restart sends again. */
  @TextColumn()
  raw!: string;

  /** `signed`, `sent`, `mined`, `reverted` or `replaced`. */
  @TextColumn()
  state!: string;

  @TimeColumn({ default: () => 'now()' })
  at!: Date;
}
