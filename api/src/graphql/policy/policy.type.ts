import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { pageOf } from '../page/page.types.js';
import { PositionType } from '../page/position.type.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { Json } from '../scalars/json.scalar.js';

/** The five things that token holders vote on. */
export enum PolicyKindEnum {
  MODEL = 'MODEL',
  SAFETY = 'SAFETY',
  MODERATION = 'MODERATION',
  ACCESS = 'ACCESS',
  REVENUE = 'REVENUE',
}

registerEnumType(PolicyKindEnum, { name: 'PolicyKind' });

/** One adopted version of a policy. */
@ObjectType('Policy')
export class PolicyType {
  @Field(() => ID)
  id!: string;

  @Field(() => PolicyKindEnum)
  kind!: string;

  @Field(() => String)
  subject!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => Bytes, { description: 'The EIP-712 struct hash of the document.' })
  digest!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => Boolean)
  isActive!: boolean;

  @Field(() => Boolean, { description: 'Whether it was in force at some time.' })
  wasActive!: boolean;

  @Field(() => Json)
  body!: unknown;

  @Field(() => Date)
  adoptedAt!: Date;

  @Field(() => PositionType)
  position!: PositionType;
}

export const PolicyPage = pageOf(PolicyType, 'PolicyPage');
