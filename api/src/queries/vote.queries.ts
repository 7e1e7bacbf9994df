import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Organization } from './organization.js';
import { type ListSource, mapPage, NEWEST_FIRST, type Page, type PageRequest, readPage } from './page.js';
import { type PositionRow, positionOf } from './position.js';
import { type ProposalKey, proposalIdOf } from './proposal.js';
import { VOTE_SUPPORTS, type Vote } from './vote.js';

interface VoteRow extends PositionRow {
  chain_id: number;
  contract: string;
  proposal_id: string;
  slug: string;
  voter: string;
  support: number;
  weight: string;
  reason: string;
}

/** Support above 2 exists only on governors that count otherwise; it counts for nobody. */
function toVote(row: VoteRow): Vote {
  const proposal = { chainId: row.chain_id, governor: row.contract, proposalId: BigInt(row.proposal_id) };
  return {
    id: `${proposalIdOf(proposal)}:${row.voter}`,
    slug: row.slug,
    proposal,
    voterAddress: row.voter,
    support: VOTE_SUPPORTS[row.support] ?? 'ABSTAIN',
    weight: BigInt(row.weight),
    reason: row.reason || null,
    castAt: row.block_at,
    position: positionOf(row),
  };
}

const VOTES = `
  select v.chain_id, v.contract, v.block_number, v.log_index, v.tx_hash, v.block_at, v.proposal_id, v.voter, v.support,
    v.weight, v.reason, o.slug
  from vote_cast v
  join organization o on o.chain_id = v.chain_id and o.governor = v.contract`;

/** Votes, one row for each. */
@Injectable()
export class VoteQueries {
  constructor(private readonly db: DataSource) {}

  /** The votes on a proposal, newest first. */
  ofProposal(key: ProposalKey, request?: PageRequest | null): Promise<Page<Vote>> {
    return this.page(
      `${VOTES} where v.chain_id = $1 and v.contract = $2 and v.proposal_id = $3::numeric`,
      [key.chainId, key.governor, key.proposalId.toString()],
      'votes_count from proposal_tally where chain_id = $1 and governor = $2 and proposal_id = $3::numeric',
      request,
    );
  }

  /** The votes that an account cast in an organization, newest first. */
  ofAccount(organization: Organization, voter: string, request?: PageRequest | null): Promise<Page<Vote>> {
    return this.page(
      `${VOTES} where v.chain_id = $1 and v.contract = $2 and v.voter = $3`,
      [organization.chainId, organization.addresses.governor, voter],
      'votes_count from voter_tally where chain_id = $1 and governor = $2 and voter = $3',
      request,
    );
  }

  /** All votes of an organization, newest first. */
  ofOrganization(organization: Organization, request?: PageRequest | null): Promise<Page<Vote>> {
    return this.page(
      `${VOTES} where v.chain_id = $1 and v.contract = $2`,
      [organization.chainId, organization.addresses.governor],
      'votes_count from proposal_tally where chain_id = $1 and governor = $2',
      request,
    );
  }

  /** `kept` is where the votes of this list are counted already. */
  private async page(
    source: string,
    params: unknown[],
    kept: string,
    request?: PageRequest | null,
  ): Promise<Page<Vote>> {
    const counted = {
      sql: `select coalesce(sum(kept.votes_count), 0)::int as count from (select ${kept}) kept`,
      params,
    };
    const list: ListSource = { source, params, ...NEWEST_FIRST, counted };
    return mapPage(await readPage<VoteRow>(this.db, list, request), toVote);
  }
}
