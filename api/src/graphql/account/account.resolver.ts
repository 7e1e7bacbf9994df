import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AccountKey } from '../../queries/account.js';
import { AccountQueries } from '../../queries/account.queries.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import { VoteQueries } from '../../queries/vote.queries.js';
import { PageArgument } from '../page/page-argument.js';
import { Address } from '../scalars/address.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';
import { VotePage } from '../vote/vote.type.js';
import { AccountType } from './account.type.js';

@Resolver(() => AccountType)
export class AccountResolver {
  constructor(
    private readonly queries: AccountQueries,
    private readonly organizations: OrganizationQueries,
    private readonly voteQueries: VoteQueries,
  ) {}

  @Query(() => AccountType)
  async account(
    @Args('organization', { type: () => String }) organization: string,
    @Args('address', { type: () => Address }) address: string,
  ) {
    return { slug: (await this.organizations.getBySlug(organization)).slug, address };
  }

  @ResolveField(() => Uint256, { description: 'What it can vote with now.' })
  async votes(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).votes;
  }

  @ResolveField(() => Uint256)
  async staked(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).staked;
  }

  @ResolveField(() => Uint256)
  async balance(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).balance;
  }

  @ResolveField(() => Uint256, { description: 'What left the stake and cannot be withdrawn yet.' })
  async cooling(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).cooling;
  }

  @ResolveField(() => Date, { nullable: true })
  async withdrawableAt(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).withdrawableAt;
  }

  @ResolveField(() => Address, { nullable: true })
  async delegate(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).delegate;
  }

  @ResolveField(() => Int)
  async delegatorsCount(@Parent() account: AccountKey) {
    return (await this.queries.holdingOf(account)).delegatorsCount;
  }

  @ResolveField(() => VotePage)
  async votesCast(@Parent() account: AccountKey, @PageArgument() page: PageRequest | null) {
    return this.voteQueries.ofAccount(await this.organizations.getBySlug(account.slug), account.address, page);
  }
}
