import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Tally } from '../../queries/tally.js';
import { pageOf } from '../page/page.types.js';
import { PositionType } from '../page/position.type.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';
import { ProposalStateEnum } from './proposal-state.enum.js';

/** The votes so far and what they have to reach. */
@ObjectType('Tally')
export class TallyType implements Tally {
  @Field(() => Uint256)
  for!: bigint;

  @Field(() => Uint256)
  against!: bigint;

  @Field(() => Uint256)
  abstain!: bigint;

  @Field(() => Uint256)
  quorum!: bigint;

  @Field(() => Boolean)
  quorumReached!: boolean;

  @Field(() => Int, { description: 'The share of votes for among votes for and against.' })
  approvalBps!: number;

  @Field(() => Int)
  requiredApprovalBps!: number;

  @Field(() => Int)
  voters!: number;
}

/** Which proposals are wanted. */
@InputType('ProposalFilter')
export class ProposalFilterInput {
  @Field(() => ProposalStateEnum, { nullable: true })
  state?: ProposalStateEnum | null;

  @Field(() => Address, { nullable: true })
  proposer?: string | null;
}

/** A set of calls that is put to the vote. */
@ObjectType('Proposal')
export class ProposalType {
  @Field(() => ID, { description: '"<chainId>:<governor>:<proposalId>"' })
  id!: string;

  @Field(() => Uint256)
  proposalId!: bigint;

  @Field(() => String, { description: 'The first line of the description.' })
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Bytes)
  descriptionHash!: string;

  @Field(() => ProposalStateEnum)
  state!: string;

  @Field(() => Date)
  voteStartAt!: Date;

  @Field(() => Date)
  voteEndAt!: Date;

  @Field(() => Boolean, {
    description: 'Whether the vote starts with a block that is yet to come: its time is a guess.',
  })
  isVoteStartEstimated!: boolean;

  @Field(() => Boolean, { description: 'Whether the vote ends with a block that is yet to come: its time is a guess.' })
  isVoteEndEstimated!: boolean;

  @Field(() => Date, { nullable: true, description: 'When it may be executed; null until it is queued.' })
  etaAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it can no longer be executed; null while that is not known.',
  })
  expiresAt!: Date | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Uint256, { description: 'The timepoint that voting power is counted at.' })
  snapshot!: bigint;

  @Field(() => Uint256, { description: "When the vote ends, extensions included, in the governor's clock." })
  deadline!: bigint;

  @Field(() => Boolean)
  isExecutable!: boolean;

  @Field(() => PositionType)
  position!: PositionType;
}

export const ProposalPage = pageOf(ProposalType, 'ProposalPage');
