import { Entity, Index } from 'typeorm';
import { BytesColumn, HashColumn, Int8Column, IntColumn, TextColumn, TimeColumn } from './columns.js';
import { Fact } from './position.js';

/** A fact about one run. */
export abstract class RunFact extends Fact {
  @HashColumn()
  runId!: string;
}

/** `RunOpened`. */
@Entity({ name: 'run_opened' })
@Index(['runId'])
@Index(['chainId', 'contract', 'subject', 'version'])
export class RunOpenedEntity extends RunFact {
  @TextColumn()
  subject!: string;

  @HashColumn({ name: 'subject_bytes32' })
  subjectBytes32!: string;

  @Int8Column()
  version!: number;

  @HashColumn()
  policyDigest!: string;

  @TimeColumn()
  staleAt!: Date;
}

/** `AttemptStarted`. */
@Entity({ name: 'attempt_started' })
@Index(['runId'])
export class AttemptStartedEntity extends RunFact {
  @Int8Column()
  attempt!: number;

  @TextColumn()
  worker!: string;

  @TimeColumn()
  deadlineAt!: Date;
}

/** `CanaryStarted`. */
@Entity({ name: 'canary_started' })
@Index(['runId'])
export class CanaryStartedEntity extends RunFact {
  @Int8Column()
  safetyVersion!: number;

  @IntColumn()
  canaryBps!: number;

  @TimeColumn()
  endsAt!: Date;
}

/** `RunWithdrawn`. */
@Entity({ name: 'run_withdrawn' })
@Index(['runId'])
export class RunWithdrawnEntity extends RunFact {}

/** `RunFailed`. */
@Entity({ name: 'run_failed' })
@Index(['runId'])
export class RunFailedEntity extends RunFact {
  @Int8Column()
  attempt!: number;

  @TextColumn()
  worker!: string;

  @BytesColumn()
  reasonRaw!: Buffer;

  @TextColumn()
  reason!: string;
}

/** `RunSuperseded`. */
@Entity({ name: 'run_superseded' })
@Index(['runId'])
export class RunSupersededEntity extends RunFact {
  @HashColumn()
  byRunId!: string;
}
