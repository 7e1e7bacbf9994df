import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Call } from '../../queries/calls/call.js';
import { TrackType } from '../governor/governor.type.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { Json } from '../scalars/json.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';

/** One call of a proposal, raw, decoded and in plain words. */
@ObjectType('Call')
export class CallType implements Call {
  @Field(() => Int)
  index!: number;

  @Field(() => Address)
  target!: string;

  @Field(() => String, { nullable: true, description: 'What the target is in this organization.' })
  targetName!: string | null;

  @Field(() => Uint256)
  value!: bigint;

  @Field(() => Bytes)
  calldata!: string;

  @Field(() => Bytes, { nullable: true })
  selector!: string | null;

  @Field(() => String, { nullable: true })
  signature!: string | null;

  @Field(() => Json, { nullable: true, description: 'The arguments by name; null when the call is not known.' })
  decoded!: unknown;

  @Field(() => Int, { nullable: true })
  trackId!: number | null;

  @Field(() => String, { description: 'What this call does, with the old value and the new one.' })
  sentence!: string;
}

/** What a draft would do, and the track it would fall under. */
@ObjectType('DraftPreview')
export class DraftPreviewType {
  @Field(() => [CallType])
  calls!: CallType[];

  @Field(() => TrackType)
  track!: TrackType;
}
