import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Addresses, ChainHead } from '../../queries/organization.js';
import { pageOf } from '../page/page.types.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';

/** The contracts of an organization. */
@ObjectType('Addresses')
export class AddressesType implements Addresses {
  @Field(() => Address)
  governor!: string;

  @Field(() => Address, { description: 'The token whose holders vote.' })
  token!: string;

  @Field(() => Address)
  timelock!: string;

  @Field(() => Address, { nullable: true })
  mandateToken!: string | null;

  @Field(() => Address, { nullable: true })
  policyRegistry!: string | null;

  @Field(() => Address, { nullable: true })
  runRegistry!: string | null;

  @Field(() => Address, { nullable: true })
  revenueAllocator!: string | null;
}

/** How far the chain has been followed. Everything answered is as of this block. */
@ObjectType('ChainHead')
export class ChainHeadType implements ChainHead {
  @Field(() => Int)
  blockNumber!: number;

  @Field(() => Bytes)
  blockHash!: string;

  @Field(() => Date)
  blockAt!: Date;

  @Field(() => Int)
  finalizedNumber!: number;
}

/** A DAO that governs models, or any DAO with an OpenZeppelin governor. */
@ObjectType('Organization')
export class OrganizationType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Int)
  chainId!: number;

  @Field(() => AddressesType)
  addresses!: AddressesType;
}

/** A key that carries out runs. */
@ObjectType('Worker')
export class WorkerType {
  @Field(() => Address)
  address!: string;

  @Field(() => Boolean)
  isAdmitted!: boolean;

  @Field(() => Uint256)
  bond!: bigint;
}

export const OrganizationPage = pageOf(OrganizationType, 'OrganizationPage');
