import { Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { getAddress, isAddress } from 'viem';
import { DelegateQueries } from '../queries/delegate.queries.js';
import { intIdOf } from '../queries/int-id.js';
import type { Organization } from '../queries/organization.js';
import { OrganizationQueries } from '../queries/organization.queries.js';
import { MAXIMUM_LIMIT, type PageRequest } from '../queries/page.js';
import type { Proposal } from '../queries/proposal.js';
import { ProposalQueries } from '../queries/proposal.queries.js';
import { VoteQueries } from '../queries/vote.queries.js';
import { parseAccountId } from './tally-ids.js';
import type {
  DelegatesInput,
  GovernorInput,
  GovernorsInput,
  ListInput,
  OrganizationInput,
  ProposalInput,
  ProposalsInput,
  VotesInput,
} from './tally-inputs.js';
import { TallyNodes } from './tally-nodes.js';

const notFound = (what: string) => new GraphQLError(`${what} was not found.`, { extensions: { code: 'NOT_FOUND' } });
const refused = (why: string) => new GraphQLError(why, { extensions: { code: 'BAD_USER_INPUT' } });

/** Tally's root queries, over the same nouns as the native door. */
@Injectable()
export class TallyRoot {
  constructor(
    private readonly nodes: TallyNodes,
    private readonly organizationQueries: OrganizationQueries,
    private readonly proposalQueries: ProposalQueries,
    private readonly voteQueries: VoteQueries,
    private readonly delegateQueries: DelegateQueries,
  ) {}

  organizations = async ({ input }: { input?: ListInput | null }) =>
    this.nodes.page(await this.organizationQueries.page(pageRequest(input)), this.nodes.organization);

  organization = async ({ input }: { input: OrganizationInput }) =>
    this.nodes.organization(await this.getOrganization(input));

  governor = async ({ input }: { input: GovernorInput }) =>
    this.nodes.governor(await this.getOrganization({ slug: input.slug, governorId: input.id }));

  governors = async ({ input }: { input: GovernorsInput }) => {
    const organization = await this.getOrganization({ id: input.filters.organizationId });
    const pageInfo = { startCursor: null, endCursor: null, hasNextPage: false, count: 1 };
    return this.nodes.page({ nodes: [organization], pageInfo }, this.nodes.governor);
  };

  proposal = async ({ input }: { input: ProposalInput }) => this.nodes.proposal(await this.getProposal(input));

  proposals = async ({ input }: { input: ProposalsInput }) => {
    const { governorId, organizationId, proposer, status } = input.filters;
    const organization = await this.getOrganization({ id: organizationId, governorId });
    if (proposer && !isAddress(proposer, { strict: false })) throw refused('proposer takes an address.');
    const filter = { state: status?.toUpperCase(), proposer: proposer ? getAddress(proposer) : null };
    const page = await this.proposalQueries.page(organization, filter, pageRequest(input));
    return this.nodes.page(page, this.nodes.proposal);
  };

  votes = async ({ input }: { input: VotesInput }) => {
    const proposal = await this.getProposal({ id: input.filters.proposalId });
    return this.nodes.page(await this.voteQueries.ofProposal(proposal, pageRequest(input)), this.nodes.vote);
  };

  delegates = async ({ input }: { input: DelegatesInput }) => {
    const { organizationId, governorId } = input.filters;
    const organization = await this.getOrganization({ id: organizationId, governorId });
    const page = await this.delegateQueries.page(organization, pageRequest(input));
    return this.nodes.page(page, (delegate) => this.nodes.delegate(organization, delegate));
  };

  /** By slug, by number, or by its governor. */
  private async getOrganization(input: OrganizationInput & { governorId?: string | null }): Promise<Organization> {
    const { id, slug, governorId } = input;
    if (!id && !slug && !governorId) throw refused('Name the organization by its id, its slug or its governor.');
    const governor = governorId ? parseAccountId(governorId) : null;
    const organization = governor
      ? await this.organizationQueries.byGovernor(governor.chainId, governor.address)
      : await this.bySlugOrNumber(slug, id);
    if (!organization) throw notFound('The organization');
    return organization;
  }

  private async bySlugOrNumber(slug?: string | null, id?: string | null): Promise<Organization | null> {
    if (slug) return this.organizationQueries.bySlug(slug);
    const slugs = id ? await this.organizationQueries.slugs() : [];
    const found = slugs.find((candidate) => intIdOf(candidate) === id);
    return found ? this.organizationQueries.bySlug(found) : null;
  }

  private async getProposal({ id, onchainId, governorId }: ProposalInput): Promise<Proposal> {
    const governor = governorId ? parseAccountId(governorId) : null;
    if (!id && !(onchainId && governor)) throw refused('Name the proposal by its id, or by onchainId with governorId.');
    const isNumber = /^\d{1,78}$/.test(onchainId ?? '');
    const proposal = id
      ? await this.proposalQueries.byIntId(id)
      : governor && isNumber
        ? await this.proposalQueries.byKey({
            chainId: governor.chainId,
            governor: governor.address,
            proposalId: BigInt(onchainId ?? 0),
          })
        : null;
    if (!proposal) throw notFound('The proposal');
    return proposal;
  }
}

/** Larger pages than we give are cut to ours, as clients of the original expect. */
function pageRequest(input: ListInput | null | undefined): PageRequest {
  const { limit, afterCursor, beforeCursor } = input?.page ?? {};
  const order = input?.sort ? (input.sort.isDescending ? 'desc' : 'asc') : null;
  return { limit: limit ? Math.min(limit, MAXIMUM_LIMIT) : null, afterCursor, beforeCursor, order };
}
