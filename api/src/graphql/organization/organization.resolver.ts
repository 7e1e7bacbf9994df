import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DelegateQueries } from '../../queries/delegate.queries.js';
import { GovernorQueries } from '../../queries/governor.queries.js';
import type { Organization } from '../../queries/organization.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import { PolicyQueries } from '../../queries/policy.queries.js';
import { ProposalQueries } from '../../queries/proposal.queries.js';
import { RunQueries } from '../../queries/run.queries.js';
import { WorkerQueries } from '../../queries/worker.queries.js';
import { DelegatePage } from '../account/account.type.js';
import { GovernorType } from '../governor/governor.type.js';
import { PageArgument } from '../page/page-argument.js';
import { PolicyKindEnum, PolicyPage } from '../policy/policy.type.js';
import { ProposalFilterInput, ProposalPage } from '../proposal/proposal.type.js';
import { RevenueType } from '../revenue/revenue.type.js';
import { RunPage } from '../run/run.type.js';
import { ChainHeadType, OrganizationPage, OrganizationType, WorkerType } from './organization.type.js';

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  constructor(
    private readonly queries: OrganizationQueries,
    private readonly governors: GovernorQueries,
    private readonly proposalQueries: ProposalQueries,
    private readonly policyQueries: PolicyQueries,
    private readonly runQueries: RunQueries,
    private readonly delegateQueries: DelegateQueries,
    private readonly workerQueries: WorkerQueries,
  ) {}

  @Query(() => OrganizationPage)
  organizations(@PageArgument() page: PageRequest | null) {
    return this.queries.page(page);
  }

  @Query(() => OrganizationType, { nullable: true })
  organization(@Args('slug', { type: () => String }) slug: string) {
    return this.queries.bySlug(slug);
  }

  @ResolveField(() => GovernorType)
  governor(@Parent() organization: Organization) {
    return this.governors.ofOrganization(organization);
  }

  @ResolveField(() => [String], { description: 'The models that are governed.' })
  subjects(@Parent() organization: Organization) {
    return this.policyQueries.subjects(organization);
  }

  @ResolveField(() => ChainHeadType, { nullable: true })
  head(@Parent() organization: Organization) {
    return this.queries.head(organization.chainId);
  }

  @ResolveField(() => ProposalPage)
  proposals(
    @Parent() organization: Organization,
    @PageArgument() page: PageRequest | null,
    @Args('filter', { type: () => ProposalFilterInput, nullable: true }) filter: ProposalFilterInput | null,
  ) {
    return this.proposalQueries.page(organization, filter, page);
  }

  @ResolveField(() => PolicyPage)
  policies(
    @Parent() organization: Organization,
    @Args('kind', { type: () => PolicyKindEnum, nullable: true }) kind: PolicyKindEnum | null,
    @Args('subject', { type: () => String, nullable: true }) subject: string | null,
    @PageArgument() page: PageRequest | null,
  ) {
    return this.policyQueries.page(organization, { kind, subject }, page);
  }

  @ResolveField(() => RunPage)
  runs(@Parent() organization: Organization, @PageArgument() page: PageRequest | null) {
    return this.runQueries.page(organization, page);
  }

  @ResolveField(() => DelegatePage)
  delegates(@Parent() organization: Organization, @PageArgument() page: PageRequest | null) {
    return this.delegateQueries.page(organization, page);
  }

  @ResolveField(() => RevenueType)
  revenue(@Parent() organization: Organization) {
    return organization;
  }

  @ResolveField(() => [WorkerType])
  workers(@Parent() organization: Organization) {
    return this.workerQueries.ofOrganization(organization);
  }
}
