import { Field, Int, ObjectType } from '@nestjs/graphql';
import { pageOf } from '../page/page.types.js';
import { Address } from '../scalars/address.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';

/** Somebody, or some contract, as a member of one organization. */
@ObjectType('Account')
export class AccountType {
  @Field(() => Address)
  address!: string;
}

/** An account that votes are delegated to. */
@ObjectType('Delegate')
export class DelegateType {
  @Field(() => Uint256)
  votes!: bigint;

  @Field(() => Int)
  delegatorsCount!: number;

  @Field(() => Int, { description: 'The share of the votes of everybody.' })
  shareBps!: number;

  @Field(() => Int, { description: 'How many proposals the delegate voted on.' })
  votesCount!: number;
}

export const DelegatePage = pageOf(DelegateType, 'DelegatePage');
