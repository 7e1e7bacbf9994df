import { Injectable } from '@nestjs/common';
import type { Delegate } from '../queries/account.js';
import type { Governor } from '../queries/governor.js';
import { GovernorQueries } from '../queries/governor.queries.js';
import { intIdOf } from '../queries/int-id.js';
import type { Organization } from '../queries/organization.js';
import { OrganizationQueries } from '../queries/organization.queries.js';
import type { Page } from '../queries/page.js';
import type { Position } from '../queries/position.js';
import { type Proposal, proposalIdOf } from '../queries/proposal.js';
import { ProposalQueries } from '../queries/proposal.queries.js';
import type { Vote } from '../queries/vote.js';
import { accountIdOf, assetIdOf, blockIdOf, chainIdOf } from './tally-ids.js';
import { callsOf, eventsOf, voteStatsOf } from './tally-parts.js';

/** Our nouns in Tally's words. Fields that need another query are functions: they are asked only when selected. */
@Injectable()
export class TallyNodes {
  constructor(
    private readonly organizations: OrganizationQueries,
    private readonly governors: GovernorQueries,
    private readonly proposals: ProposalQueries,
  ) {}

  organization = (organization: Organization): object => {
    const { chainId, slug, name, addresses } = organization;
    return {
      __typename: 'Organization',
      id: intIdOf(slug),
      slug,
      name,
      chainIds: [chainIdOf(chainId)],
      tokenIds: [assetIdOf(chainId, addresses.token)],
      governorIds: [accountIdOf(chainId, addresses.governor)],
      hasActiveProposals: async () => (await this.governors.stats(organization)).active > 0,
      proposalsCount: async () => (await this.governors.stats(organization)).total,
    };
  };

  governor = async (organization: Organization): Promise<object> => {
    const governor: Governor = await this.governors.ofOrganization(organization);
    const { chainId, addresses, slug, name } = organization;
    return {
      __typename: 'Governor',
      id: accountIdOf(chainId, governor.address),
      chainId: chainIdOf(chainId),
      name,
      slug,
      isPrimary: true,
      kind: 'single',
      type: 'openzeppelingovernor',
      organization: () => this.organization(organization),
      parameters: { proposalThreshold: governor.proposalThreshold.toString() },
      proposalStats: () => this.governors.stats(organization),
      timelockId: accountIdOf(chainId, addresses.timelock),
      tokenId: assetIdOf(chainId, addresses.token),
    };
  };

  proposal = (proposal: Proposal): object => {
    const organization = () => this.organizations.getBySlug(proposal.slug);
    const account = this.account(proposal.chainId, proposal.proposerAddress);
    return {
      __typename: 'Proposal',
      id: intIdOf(proposalIdOf(proposal)),
      onchainId: proposal.proposalId.toString(),
      block: this.block(proposal.chainId, proposal.position),
      chainId: chainIdOf(proposal.chainId),
      creator: account,
      proposer: account,
      createdAt: proposal.createdAt.toISOString(),
      start: { __typename: 'BlocklessTimestamp', timestamp: proposal.voteStartAt.toISOString() },
      end: { __typename: 'BlocklessTimestamp', timestamp: proposal.voteEndAt.toISOString() },
      events: async () => eventsOf(proposal, await this.proposals.timeline(proposal)),
      executableCalls: callsOf(proposal),
      governor: async () => this.governor(await organization()),
      organization: async () => this.organization(await organization()),
      metadata: {
        title: proposal.title,
        description: proposal.description,
        eta: proposal.etaAt && Math.floor(proposal.etaAt.getTime() / 1000),
        txHash: proposal.position.txHash,
      },
      quorum: proposal.tally.quorum.toString(),
      status: proposal.state.toLowerCase(),
      voteStats: voteStatsOf(proposal.tally),
    };
  };

  vote = (vote: Vote): object => ({
    __typename: 'Vote',
    id: intIdOf(vote.id),
    amount: vote.weight.toString(),
    block: this.block(vote.proposal.chainId, vote.position),
    chainId: chainIdOf(vote.proposal.chainId),
    isBridged: false,
    proposal: async () => {
      const proposal = await this.proposals.byKey(vote.proposal);
      return proposal && this.proposal(proposal);
    },
    reason: vote.reason,
    type: vote.support.toLowerCase(),
    txHash: vote.position.txHash,
    voter: this.account(vote.proposal.chainId, vote.voterAddress),
  });

  delegate = (organization: Organization, delegate: Delegate): object => ({
    __typename: 'Delegate',
    id: intIdOf(`${delegate.account.slug}:${delegate.account.address}`),
    account: this.account(organization.chainId, delegate.account.address),
    chainId: chainIdOf(organization.chainId),
    delegatorsCount: delegate.delegatorsCount,
    organization: () => this.organization(organization),
    votesCount: delegate.votes.toString(),
  });

  /** A page in Tally's form: no `hasNextPage`, but the real count. */
  page<T>({ nodes, pageInfo }: Page<T>, node: (noun: T) => object | Promise<object>): object {
    const { startCursor, endCursor, count } = pageInfo;
    return { nodes: nodes.map(node), pageInfo: { firstCursor: startCursor, lastCursor: endCursor, count } };
  }

  private account(chainId: number, address: string): object {
    return { id: accountIdOf(chainId, address), address, name: '', bio: '', ens: null, picture: null, twitter: null };
  }

  private block(chainId: number, { blockNumber, blockAt }: Position): object {
    const timestamp = blockAt.toISOString();
    return { __typename: 'Block', id: blockIdOf(chainId, blockNumber), number: blockNumber, timestamp, ts: timestamp };
  }
}
