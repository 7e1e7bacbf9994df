import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import type { Policy } from '../../queries/policy.js';
import { PolicyQueries } from '../../queries/policy.queries.js';
import { ProposalQueries } from '../../queries/proposal.queries.js';
import { RunQueries } from '../../queries/run.queries.js';
import { PageArgument } from '../page/page-argument.js';
import { ProposalType } from '../proposal/proposal.type.js';
import { RunType } from '../run/run.type.js';
import { PolicyKindEnum, PolicyPage, PolicyType } from './policy.type.js';

@Resolver(() => PolicyType)
export class PolicyResolver {
  constructor(
    private readonly queries: PolicyQueries,
    private readonly organizations: OrganizationQueries,
    private readonly proposals: ProposalQueries,
    private readonly runs: RunQueries,
  ) {}

  @Query(() => PolicyPage)
  async policies(
    @Args('organization', { type: () => String }) organization: string,
    @Args('kind', { type: () => PolicyKindEnum, nullable: true }) kind: PolicyKindEnum | null,
    @Args('subject', { type: () => String, nullable: true }) subject: string | null,
    @PageArgument() page: PageRequest | null,
  ) {
    return this.queries.page(await this.organizations.getBySlug(organization), { kind, subject }, page);
  }

  @Query(() => PolicyType, { nullable: true })
  policy(@Args('id', { type: () => ID }) id: string) {
    return this.queries.byId(id);
  }

  @ResolveField(() => ProposalType, { nullable: true, description: 'Null when it was adopted at deployment.' })
  async proposal(@Parent() policy: Policy) {
    return this.proposals.byEffect(await this.organizations.getBySlug(policy.slug), policy.position);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The run of a model policy.' })
  run(@Parent() policy: Policy) {
    return policy.runId ? this.runs.byId(policy.runId) : null;
  }
}
