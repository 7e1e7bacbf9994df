/** Tally's inputs, as its schema has checked them. */
export interface ListInput {
  page?: { limit?: number | null; afterCursor?: string | null; beforeCursor?: string | null } | null;
  sort?: { isDescending: boolean } | null;
}

export interface OrganizationInput {
  id?: string | null;
  slug?: string | null;
}

export interface GovernorInput {
  id?: string | null;
  slug?: string | null;
}

export interface GovernorsInput extends ListInput {
  filters: { organizationId: string };
}

export interface ProposalInput {
  id?: string | null;
  onchainId?: string | null;
  governorId?: string | null;
}

export interface ProposalsInput extends ListInput {
  filters: {
    governorId?: string | null;
    organizationId?: string | null;
    proposer?: string | null;
    status?: string | null;
  };
}

export interface VotesInput extends ListInput {
  filters: { proposalId: string };
}

export interface DelegatesInput extends ListInput {
  filters: { governorId?: string | null; organizationId?: string | null };
}
