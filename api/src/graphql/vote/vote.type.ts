import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { pageOf } from '../page/page.types.js';
import { PositionType } from '../page/position.type.js';
import { Uint256 } from '../scalars/uint256.scalar.js';

/** What a voter said, in the order of OpenZeppelin's `VoteType`. */
export enum VoteSupportEnum {
  AGAINST = 'AGAINST',
  FOR = 'FOR',
  ABSTAIN = 'ABSTAIN',
}

registerEnumType(VoteSupportEnum, { name: 'VoteSupport' });

/** One vote cast. */
@ObjectType('Vote')
export class VoteType {
  @Field(() => ID)
  id!: string;

  @Field(() => VoteSupportEnum)
  support!: string;

  @Field(() => Uint256)
  weight!: bigint;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => Date)
  castAt!: Date;

  @Field(() => PositionType)
  position!: PositionType;
}

export const VotePage = pageOf(VoteType, 'VotePage');
