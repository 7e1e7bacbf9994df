import { Entity, Index } from 'typeorm';
import { AmountColumn, Int8Column, JsonColumn, TextColumn } from './columns.js';
import type { MetricValue, MissValue } from './metric-value.js';
import { RunFact } from './run.entity.js';

/** `RunActivated`: the gate let the run through on the strength of an observation. */
@Entity({ name: 'run_activated' })
@Index(['runId'])
export class RunActivatedEntity extends RunFact {
  @Int8Column()
  safetyVersion!: number;

  @TextColumn()
  worker!: string;

  @AmountColumn()
  requests!: bigint;

  @JsonColumn()
  metrics!: MetricValue[];
}

/** `RunRejected`: the gate refused the run after training. */
@Entity({ name: 'run_rejected' })
@Index(['runId'])
export class RunRejectedEntity extends RunFact {
  @Int8Column()
  safetyVersion!: number;

  @JsonColumn()
  misses!: MissValue[];
}

/** `RunRolledBack`: a breach on live traffic took the revision out. */
@Entity({ name: 'run_rolled_back' })
@Index(['runId'])
export class RunRolledBackEntity extends RunFact {
  @Int8Column()
  safetyVersion!: number;

  @TextColumn()
  worker!: string;

  @AmountColumn()
  requests!: bigint;

  @JsonColumn()
  metrics!: MetricValue[];

  @JsonColumn()
  misses!: MissValue[];
}
