import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { HashColumn, Int8Column, IntColumn, JsonColumn, TextColumn, TimeColumn } from './columns.js';

/** Our side of a run: what the executor did about it. Not deleted by a reorg. */
@Entity({ name: 'run_ledger' })
@Index(['state'])
export class RunLedgerEntity {
  @PrimaryColumn({ type: 'text' })
  runId!: string;

  @IntColumn()
  chainId!: number;

  @TextColumn()
  registry!: string;

  @TextColumn()
  subject!: string;

  @Int8Column()
  version!: number;

  @TextColumn()
  state!: string;

  @IntColumn({ default: 0 })
  attempt!: number;

  @TextColumn()
  engine!: string;

  @TextColumn({ nullable: true })
  engineHandle!: string | null;

  @JsonColumn()
  job!: unknown;

  @HashColumn()
  jobDigest!: string;

  @JsonColumn({ nullable: true })
  result!: unknown;

  @JsonColumn({ nullable: true })
  receipt!: unknown;

  @TextColumn({ nullable: true })
  receiptSignature!: string | null;

  @TextColumn({ nullable: true })
  error!: string | null;

  /** What an operator asks for: `cancel` (stands until the run has ended) or `retry` (until it was done). */
  @TextColumn({ nullable: true })
  request!: string | null;

  @Int8Column()
  orderBlockNumber!: number;

  @HashColumn()
  orderBlockHash!: string;

  @JsonColumn({ default: {} })
  txHashes!: Record<string, string>;

  @TimeColumn({ default: () => 'now()' })
  createdAt!: Date;

  @TimeColumn({ default: () => 'now()' })
  updatedAt!: Date;
}

/** One move of a run in the ledger, chained to the one before by its hash. The database refuses to change or delete it. */
@Entity({ name: 'run_ledger_event' })
@Index(['runId', 'sequence'], { unique: true })
export class RunLedgerEventEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @HashColumn()
  runId!: string;

  /** 1, 2, 3 … within the run. */
  @IntColumn()
  sequence!: number;

  @TextColumn({ nullable: true })
  fromState!: string | null;

  @TextColumn()
  toState!: string;

  @IntColumn()
  attempt!: number;

  @TimeColumn({ default: () => 'now()' })
  at!: Date;

  @JsonColumn({ nullable: true })
  detail!: unknown;

  /** The hash of the event before; null for the first. */
  @HashColumn({ nullable: true })
  previousHash!: string | null;

  /** `hashOfEvent` of the columns above. */
  @HashColumn()
  hash!: string;
}

/**
 * A registry that we touch no more until an operator has looked: a block that was final is gone, after we had acted on it.
 */
@Entity({ name: 'degraded_registry' })
export class DegradedRegistryEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  registry!: string;

  /** The run that it was seen at first. */
  @HashColumn()
  runId!: string;

  @TextColumn()
  reason!: string;

  @TimeColumn({ default: () => 'now()' })
  at!: Date;
}

/** A line of progress that the worker reported. */
@Entity({ name: 'run_progress' })
export class RunProgressEntity {
  @PrimaryColumn({ type: 'text' })
  runId!: string;

  @PrimaryColumn({ type: 'int' })
  attempt!: number;

  @PrimaryColumn({ type: 'text' })
  phase!: string;

  @PrimaryColumn({ type: 'int' })
  step!: number;

  @IntColumn()
  steps!: number;

  @Column({ type: 'double precision', nullable: true })
  loss!: number | null;

  @Column({ type: 'double precision', nullable: true })
  secondsLeft!: number | null;

  @TimeColumn({ default: () => 'now()' })
  at!: Date;
}
