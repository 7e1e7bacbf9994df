import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Governor } from '../../queries/governor.js';
import { GovernorQueries } from '../../queries/governor.queries.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import { PageArgument } from '../page/page-argument.js';
import { Address } from '../scalars/address.scalar.js';
import { GovernorPage, GovernorType, ProposalStatsType, TrackRouteType, TrackType } from './governor.type.js';

@Resolver(() => GovernorType)
export class GovernorResolver {
  constructor(
    private readonly queries: GovernorQueries,
    private readonly organizations: OrganizationQueries,
  ) {}

  @Query(() => GovernorPage)
  async governors(@PageArgument() page: PageRequest | null) {
    const organizations = await this.organizations.page(page);
    return {
      ...organizations,
      nodes: await Promise.all(organizations.nodes.map((organization) => this.queries.ofOrganization(organization))),
    };
  }

  @Query(() => GovernorType, { nullable: true })
  async governor(
    @Args('chainId', { type: () => Int }) chainId: number,
    @Args('address', { type: () => Address }) address: string,
  ) {
    const organization = await this.organizations.byGovernor(chainId, address);
    return organization && this.queries.ofOrganization(organization);
  }

  @ResolveField(() => [TrackType], { description: 'The strictest first.' })
  async tracks(@Parent() governor: Governor) {
    return this.queries.tracks(await this.organizations.getBySlug(governor.slug));
  }

  @ResolveField(() => [TrackRouteType], { description: 'What is not listed falls under the strictest track.' })
  async routes(@Parent() governor: Governor) {
    return this.queries.routes(await this.organizations.getBySlug(governor.slug));
  }

  @ResolveField(() => ProposalStatsType)
  async proposalStats(@Parent() governor: Governor) {
    return this.queries.stats(await this.organizations.getBySlug(governor.slug));
  }
}
