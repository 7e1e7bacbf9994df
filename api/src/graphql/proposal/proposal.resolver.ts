import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CallQueries } from '../../queries/calls/call.queries.js';
import { GovernorQueries } from '../../queries/governor.queries.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import { PolicyQueries } from '../../queries/policy.queries.js';
import type { Proposal } from '../../queries/proposal.js';
import { ProposalQueries } from '../../queries/proposal.queries.js';
import { RunQueries } from '../../queries/run.queries.js';
import { VoteQueries } from '../../queries/vote.queries.js';
import { AccountType } from '../account/account.type.js';
import { TrackType } from '../governor/governor.type.js';
import { OrganizationType } from '../organization/organization.type.js';
import { PageArgument } from '../page/page-argument.js';
import { TimelineEventType } from '../page/timeline-event.type.js';
import { PolicyType } from '../policy/policy.type.js';
import { RunType } from '../run/run.type.js';
import { VotePage } from '../vote/vote.type.js';
import { CallType } from './call.type.js';
import { ProposalFilterInput, ProposalPage, ProposalType, TallyType } from './proposal.type.js';

@Resolver(() => ProposalType)
export class ProposalResolver {
  constructor(
    private readonly queries: ProposalQueries,
    private readonly organizations: OrganizationQueries,
    private readonly governors: GovernorQueries,
    private readonly callQueries: CallQueries,
    private readonly voteQueries: VoteQueries,
    private readonly policyQueries: PolicyQueries,
    private readonly runQueries: RunQueries,
  ) {}

  @Query(() => ProposalType, { nullable: true })
  proposal(@Args('id', { type: () => ID }) id: string) {
    return this.queries.byId(id);
  }

  @Query(() => ProposalPage)
  async proposals(
    @Args('organization', { type: () => String }) organization: string,
    @Args('filter', { type: () => ProposalFilterInput, nullable: true }) filter: ProposalFilterInput | null,
    @PageArgument() page: PageRequest | null,
  ) {
    return this.queries.page(await this.organizations.getBySlug(organization), filter, page);
  }

  @ResolveField(() => OrganizationType)
  organization(@Parent() proposal: Proposal) {
    return this.organizations.getBySlug(proposal.slug);
  }

  @ResolveField(() => AccountType)
  proposer(@Parent() proposal: Proposal) {
    return { slug: proposal.slug, address: proposal.proposerAddress };
  }

  @ResolveField(() => TrackType, { nullable: true, description: 'The rules as copied into the proposal.' })
  async track(@Parent() proposal: Proposal) {
    return this.governors.trackOf(await this.organizations.getBySlug(proposal.slug), proposal.proposalId);
  }

  @ResolveField(() => [CallType])
  async calls(@Parent() proposal: Proposal) {
    return this.callQueries.ofProposal(await this.organizations.getBySlug(proposal.slug), proposal);
  }

  @ResolveField(() => TallyType)
  tally(@Parent() proposal: Proposal) {
    return proposal.tally;
  }

  @ResolveField(() => VotePage)
  votes(@Parent() proposal: Proposal, @PageArgument() page: PageRequest | null) {
    return this.voteQueries.ofProposal(proposal, page);
  }

  @ResolveField(() => [TimelineEventType])
  timeline(@Parent() proposal: Proposal) {
    return this.queries.timeline(proposal);
  }

  @ResolveField(() => [PolicyType], { description: 'What its execution adopted.' })
  policies(@Parent() proposal: Proposal) {
    return this.policyQueries.ofProposal(proposal);
  }

  @ResolveField(() => [RunType], { description: 'The runs that its policies opened.' })
  async runs(@Parent() proposal: Proposal) {
    return this.runQueries.ofPolicies(await this.policyQueries.ofProposal(proposal));
  }
}
