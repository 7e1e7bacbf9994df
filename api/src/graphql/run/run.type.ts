import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LossPoint, Progress } from '../../queries/progress.js';
import type { Canary } from '../../queries/run.js';
import { pageOf } from '../page/page.types.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { RunStateEnum } from './run-state.enum.js';

/** What the worker is doing now. */
@ObjectType('Progress')
export class ProgressType implements Progress {
  @Field(() => Int)
  attempt!: number;

  @Field(() => String)
  phase!: string;

  @Field(() => Int)
  step!: number;

  @Field(() => Int)
  steps!: number;

  @Field(() => Float, { nullable: true })
  loss!: number | null;

  @Field(() => Float, { nullable: true })
  secondsLeft!: number | null;

  @Field(() => Date)
  at!: Date;
}

/** A point of the loss curve. */
@ObjectType('LossPoint')
export class LossPointType implements LossPoint {
  @Field(() => Int)
  step!: number;

  @Field(() => Float)
  loss!: number;
}

/** The share of traffic that tries the revision out. */
@ObjectType('Canary')
export class CanaryType implements Canary {
  @Field(() => Int)
  bps!: number;

  @Field(() => Date)
  startedAt!: Date;

  @Field(() => Date)
  endsAt!: Date;

  @Field(() => Int)
  requestsRequired!: number;
}

/** The carrying-out of one model policy version. */
@ObjectType('Run')
export class RunType {
  @Field(() => ID)
  id!: string;

  @Field(() => Bytes)
  runId!: string;

  @Field(() => String)
  subject!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => RunStateEnum)
  state!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => Address, { nullable: true })
  worker!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the run failed, for people.' })
  failure!: string | null;

  @Field(() => Date)
  openedAt!: Date;

  @Field(() => CanaryType, { nullable: true })
  canary!: CanaryType | null;
}

export const RunPage = pageOf(RunType, 'RunPage');
