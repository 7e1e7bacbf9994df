import { Entity, PrimaryColumn } from 'typeorm';
import { AmountColumn, FlagColumn, Int8Column, TextColumn } from './columns.js';

/** How a governor speaks, as it was found out when it was first followed; forgotten with its organization. */
@Entity({ name: 'governor_dialect' })
export class GovernorDialectEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  governor!: string;

  /** The votes token and the timelock that were looked at together with it. */
  @TextColumn()
  token!: string;

  @TextColumn()
  timelockAddress!: string;

  /** `mandate`, `openzeppelin`, `bravo` or `alpha`. */
  @TextColumn()
  family!: string;

  /** `timestamp` or `blocknumber`. */
  @TextColumn()
  clock!: string;

  /** `simple` or `fractional`. */
  @TextColumn()
  counting!: string;

  /** `for` or `for,abstain`. */
  @TextColumn()
  quorumCounts!: string;

  /** `track`, `checkpoint`, `view` or `constant`. */
  @TextColumn()
  quorumRule!: string;

  @FlagColumn()
  hasLateQuorum!: boolean;

  /** Whether enough votes in favour end a vote before its deadline. */
  @FlagColumn()
  hasSuperQuorum!: boolean;

  /** `erc20` or `erc721`. */
  @TextColumn()
  votes!: string;

  @TextColumn()
  pastVotes!: string;

  /** `openzeppelin`, `compound` or `none`. */
  @TextColumn()
  timelock!: string;

  @Int8Column({ nullable: true })
  gracePeriodSeconds!: number | null;

  /** The block of the first contract; null where the node could not tell. */
  @Int8Column({ nullable: true })
  startBlock!: number | null;

  /** The votes that a proposer needed when it was looked at; later changes are events. */
  @AmountColumn()
  proposalThreshold!: bigint;

  /** The one quorum of all proposals, where there is one. */
  @AmountColumn({ nullable: true })
  quorum!: bigint | null;
}
