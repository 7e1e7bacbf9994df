import { Field, ObjectType } from '@nestjs/graphql';
import type { TimelineEvent } from '../../queries/timeline.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';

/** One step in the life of a proposal or a run; `isFuture` when it is yet to come. */
@ObjectType('TimelineEvent')
export class TimelineEventType implements TimelineEvent {
  @Field(() => String)
  kind!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => Boolean)
  isFuture!: boolean;

  @Field(() => Bytes, { nullable: true })
  txHash!: string | null;

  @Field(() => Address, { nullable: true })
  actor!: string | null;
}
