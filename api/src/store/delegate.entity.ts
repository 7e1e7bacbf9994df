import { Entity, Index, PrimaryColumn } from 'typeorm';
import { AmountColumn, Int8Column, IntColumn, TextColumn, TimeColumn } from './columns.js';

/** Who an account delegates to now: its last `DelegateChanged`. */
@Entity({ name: 'delegation' })
@Index(['chainId', 'token', 'delegate'])
export class DelegationEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  token!: string;

  @PrimaryColumn({ type: 'text' })
  delegator!: string;

  @TextColumn()
  delegate!: string;

  @TimeColumn()
  delegatedAt!: Date;

  @Int8Column()
  blockNumber!: number;

  @IntColumn()
  logIndex!: number;
}

/** An account that has, or had, votes: what it votes with now and how many accounts delegate to it. */
@Entity({ name: 'delegate' })
@Index(['chainId', 'token', 'votes', 'account'])
@Index(['chainId'], { where: 'votes_block_number = -1 AND delegators_count = 0' })
export class DelegateEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  token!: string;

  @PrimaryColumn({ type: 'text' })
  account!: string;

  @AmountColumn()
  votes!: bigint;

  @IntColumn()
  delegatorsCount!: number;

  /** Where its last `DelegateVotesChanged` stands; −1 when it never had votes. */
  @Int8Column()
  votesBlockNumber!: number;

  @IntColumn()
  votesLogIndex!: number;
}
