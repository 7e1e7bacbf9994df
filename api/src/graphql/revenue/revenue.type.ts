import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Allocation, AllocationShare, RevenueClaim, RevenueTotal } from '../../queries/revenue.js';
import { pageOf } from '../page/page.types.js';
import { PositionType } from '../page/position.type.js';
import { Address } from '../scalars/address.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';

/** What one account got of an allocation. */
@ObjectType('AllocationShare')
export class AllocationShareType implements AllocationShare {
  @Field(() => Address)
  account!: string;

  @Field(() => Uint256)
  amount!: bigint;
}

/** Revenue that was split under the revenue policy. */
@ObjectType('Allocation')
export class AllocationType implements Allocation {
  @Field(() => Address, { description: 'The zero address for ETH.' })
  token!: string;

  @Field(() => Int)
  policyVersion!: number;

  @Field(() => Uint256)
  amount!: bigint;

  @Field(() => [AllocationShareType])
  shares!: AllocationShareType[];

  @Field(() => PositionType)
  position!: PositionType;
}

/** Revenue that was paid out. */
@ObjectType('RevenueClaim')
export class RevenueClaimType implements RevenueClaim {
  @Field(() => Address)
  token!: string;

  @Field(() => Address)
  account!: string;

  @Field(() => Uint256)
  amount!: bigint;

  @Field(() => PositionType)
  position!: PositionType;
}

/** Sums per token. */
@ObjectType('RevenueTotal')
export class RevenueTotalType implements RevenueTotal {
  @Field(() => Address)
  token!: string;

  @Field(() => Uint256)
  received!: bigint;

  @Field(() => Uint256)
  allocated!: bigint;

  @Field(() => Uint256)
  claimed!: bigint;
}

/** What came in, how it was split, what was paid out. */
@ObjectType('Revenue')
export class RevenueType {}

export const AllocationPage = pageOf(AllocationType, 'AllocationPage');
export const RevenueClaimPage = pageOf(RevenueClaimType, 'RevenueClaimPage');
