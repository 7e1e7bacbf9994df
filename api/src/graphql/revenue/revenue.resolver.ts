import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Organization } from '../../queries/organization.js';
import type { PageRequest } from '../../queries/page.js';
import { RevenueQueries } from '../../queries/revenue.queries.js';
import { PageArgument } from '../page/page-argument.js';
import { AllocationPage, RevenueClaimPage, RevenueTotalType, RevenueType } from './revenue.type.js';

@Resolver(() => RevenueType)
export class RevenueResolver {
  constructor(private readonly queries: RevenueQueries) {}

  @ResolveField(() => AllocationPage)
  allocations(@Parent() organization: Organization, @PageArgument() page: PageRequest | null) {
    return this.queries.allocations(organization, page);
  }

  @ResolveField(() => RevenueClaimPage)
  claims(@Parent() organization: Organization, @PageArgument() page: PageRequest | null) {
    return this.queries.claims(organization, page);
  }

  @ResolveField(() => [RevenueTotalType])
  totals(@Parent() organization: Organization) {
    return this.queries.totals(organization);
  }
}
