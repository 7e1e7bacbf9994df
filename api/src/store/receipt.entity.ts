import { Entity, Index } from 'typeorm';
import { AmountColumn, FlagColumn, HashColumn, Int8Column, JsonColumn, TextColumn, TimeColumn } from './columns.js';
import type { MetricValue } from './metric-value.js';
import { RunFact } from './run.entity.js';

/** `ReceiptSubmitted`. */
@Entity({ name: 'receipt_submitted' })
@Index(['runId'])
@Index(['artifactDigest'])
export class ReceiptSubmittedEntity extends RunFact {
  @Int8Column()
  attempt!: number;

  @TextColumn()
  worker!: string;

  @HashColumn()
  artifactDigest!: string;

  @HashColumn()
  evaluationDigest!: string;

  @HashColumn()
  provenanceDigest!: string;

  @JsonColumn()
  metrics!: MetricValue[];

  @TimeColumn()
  finalizableAt!: Date;
}

/** `ReceiptConfirmed`. */
@Entity({ name: 'receipt_confirmed' })
@Index(['runId'])
export class ReceiptConfirmedEntity extends RunFact {
  @Int8Column()
  attempt!: number;

  @TextColumn()
  worker!: string;

  @Int8Column()
  confirmations!: number;

  /** Null in rows from before the event said it. */
  @TimeColumn({ nullable: true })
  finalizableAt!: Date | null;
}

/** `ReceiptChallenged`. */
@Entity({ name: 'receipt_challenged' })
@Index(['runId'])
export class ReceiptChallengedEntity extends RunFact {
  @TextColumn()
  challenger!: string;

  @HashColumn()
  evidenceDigest!: string;

  @AmountColumn()
  bond!: bigint;

  @TimeColumn()
  rulingDeadlineAt!: Date;
}

/** `ChallengeRuled`. */
@Entity({ name: 'challenge_ruled' })
@Index(['runId'])
export class ChallengeRuledEntity extends RunFact {
  @FlagColumn()
  isUpheld!: boolean;

  @FlagColumn()
  byDefault!: boolean;

  @TextColumn()
  beneficiary!: string;

  @AmountColumn()
  amount!: bigint;

  /** Null when the run failed, and in rows from before the event said it. */
  @TimeColumn({ nullable: true })
  finalizableAt!: Date | null;
}
