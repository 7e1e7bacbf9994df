import { Entity, Index } from 'typeorm';
import { AmountColumn, BytesColumn, IntColumn, TextColumn } from './columns.js';
import { Fact } from './position.js';

/** `VoteCast` and `VoteCastWithParams`. */
@Entity({ name: 'vote_cast' })
@Index(['chainId', 'contract', 'proposalId', 'blockNumber', 'logIndex'])
@Index(['chainId', 'contract', 'voter'])
export class VoteCastEntity extends Fact {
  @AmountColumn()
  proposalId!: bigint;

  @TextColumn()
  voter!: string;

  /** 0 against, 1 for, 2 abstain. */
  @IntColumn()
  support!: number;

  @AmountColumn()
  weight!: bigint;

  @BytesColumn()
  reasonRaw!: Buffer;

  @TextColumn()
  reason!: string;

  /** Null for a vote without parameters. */
  @BytesColumn({ nullable: true })
  params!: Buffer | null;
}
