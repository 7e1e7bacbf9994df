import { Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintTransformer } from './bigint.js';
import { AmountColumn, FlagColumn, Int8Column, IntColumn, TextColumn } from './columns.js';

/**
 * From when on a proposal is in which state, as far as events tell; the states themselves come with time. It is what
 * the view `proposal_course_derived` says, kept in the transaction that writes the facts that it rests on.
 */
@Entity({ name: 'proposal_course' })
@Index(['chainId', 'governor', 'blockNumber', 'logIndex'])
@Index(['chainId', 'governor', 'proposer', 'blockNumber', 'logIndex'])
@Index(['chainId', 'governor', 'verdict', 'blockNumber', 'logIndex'])
@Index(['chainId', 'governor', 'isTimestampClock', 'deadline'])
@Index(['chainId', 'governor'], { where: 'early_verdict IS NOT NULL' })
@Index('proposal_course_governor_early_end_idx', ['chainId', 'governor'], { where: 'vote_start > deadline' })
export class ProposalCourseEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  governor!: string;

  @PrimaryColumn({ type: 'numeric', precision: 78, scale: 0, transformer: bigintTransformer })
  proposalId!: bigint;

  /** Where it was created: the order of lists. */
  @Int8Column()
  blockNumber!: number;

  @IntColumn()
  logIndex!: number;

  @TextColumn()
  proposer!: string;

  /** What the timepoints count: seconds, or else blocks. */
  @FlagColumn()
  isTimestampClock!: boolean;

  @AmountColumn()
  voteStart!: bigint;

  /** The last timepoint of the vote, extensions included. */
  @AmountColumn()
  deadline!: bigint;

  /** Whether the verdict holds at any time: it was canceled or executed. */
  @FlagColumn()
  isSettled!: boolean;

  /** Its state after the vote: `EXECUTED`, `CANCELED`, `DEFEATED`, `QUEUED` or `SUCCEEDED`. */
  @TextColumn()
  verdict!: string;

  /** Its state already before the deadline, where a super quorum was reached. */
  @TextColumn({ nullable: true })
  earlyVerdict!: string | null;

  /** The first second in which it is expired, unless it was executed; null for never. */
  @AmountColumn({ nullable: true })
  expiredFrom!: bigint | null;
}
