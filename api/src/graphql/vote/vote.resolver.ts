import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { PageRequest } from '../../queries/page.js';
import { ProposalQueries } from '../../queries/proposal.queries.js';
import type { Vote } from '../../queries/vote.js';
import { VoteQueries } from '../../queries/vote.queries.js';
import { AccountType } from '../account/account.type.js';
import { UnknownProposal } from '../errors/door-errors.js';
import { PageArgument } from '../page/page-argument.js';
import { VotePage, VoteType } from './vote.type.js';

@Resolver(() => VoteType)
export class VoteResolver {
  constructor(
    private readonly queries: VoteQueries,
    private readonly proposals: ProposalQueries,
  ) {}

  @Query(() => VotePage)
  async votes(@Args('proposalId', { type: () => ID }) proposalId: string, @PageArgument() page: PageRequest | null) {
    const proposal = await this.proposals.byId(proposalId);
    if (!proposal) throw new UnknownProposal(proposalId);
    return this.queries.ofProposal(proposal, page);
  }

  @ResolveField(() => AccountType)
  voter(@Parent() vote: Vote) {
    return { slug: vote.slug, address: vote.voterAddress };
  }
}
