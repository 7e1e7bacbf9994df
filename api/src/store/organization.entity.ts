import { Entity, Index, PrimaryColumn } from 'typeorm';
import { Int8Column, IntColumn, TextColumn } from './columns.js';

/** A DAO that the configuration lists, with the addresses of its contracts. */
@Entity({ name: 'organization' })
@Index(['chainId', 'governor'], { unique: true })
export class OrganizationEntity {
  @PrimaryColumn({ type: 'text' })
  slug!: string;

  @TextColumn()
  name!: string;

  @IntColumn()
  chainId!: number;

  @TextColumn()
  governor!: string;

  /** The token that holds the votes: StakedMandate for an AI DAO. */
  @TextColumn()
  token!: string;

  @TextColumn()
  timelock!: string;

  @TextColumn({ nullable: true })
  policyRegistry!: string | null;

  @TextColumn({ nullable: true })
  runRegistry!: string | null;

  @TextColumn({ nullable: true })
  revenueAllocator!: string | null;

  /** The token that is staked for votes. */
  @TextColumn({ nullable: true })
  mandateToken!: string | null;

  @Int8Column()
  startBlock!: number;

  /** The last block whose logs of this organization are rows; null before the first batch. */
  @Int8Column({ nullable: true })
  indexedNumber!: number | null;
}
