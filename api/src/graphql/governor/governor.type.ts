import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ProposalStats, Track, TrackRoute } from '../../queries/governor.js';
import { pageOf } from '../page/page.types.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';

/** The rules that a proposal is under; they follow from what it calls. */
@ObjectType('Track')
export class TrackType implements Track {
  @Field(() => Int)
  trackId!: number;

  @Field(() => String)
  name!: string;

  @Field(() => Int)
  votingDelaySeconds!: number;

  @Field(() => Int)
  votingPeriodSeconds!: number;

  @Field(() => Int)
  timelockDelaySeconds!: number;

  @Field(() => Int)
  expirySeconds!: number;

  @Field(() => Int)
  quorumBps!: number;

  @Field(() => Int)
  approvalBps!: number;

  @Field(() => Uint256)
  quorumFloor!: bigint;
}

/** Calls of `selector` on `target` fall under this track. */
@ObjectType('TrackRoute')
export class TrackRouteType implements TrackRoute {
  @Field(() => Address)
  target!: string;

  @Field(() => Bytes)
  selector!: string;

  @Field(() => Int)
  trackId!: number;
}

/** How many proposals there are, by outcome. */
@ObjectType('ProposalStats')
export class ProposalStatsType implements ProposalStats {
  @Field(() => Int)
  total!: number;

  @Field(() => Int)
  active!: number;

  @Field(() => Int)
  passed!: number;

  @Field(() => Int)
  failed!: number;
}

/** The contract that counts votes. */
@ObjectType('Governor')
export class GovernorType {
  @Field(() => ID)
  id!: string;

  @Field(() => Address)
  address!: string;

  @Field(() => Int)
  chainId!: number;

  @Field(() => Uint256)
  proposalThreshold!: bigint;

  @Field(() => Address, { nullable: true })
  guardian!: string | null;

  @Field(() => Date, { nullable: true })
  guardianTermEndsAt!: Date | null;
}

export const GovernorPage = pageOf(GovernorType, 'GovernorPage');
