/**
 * The part of Tally's published schema that this door answers: names and types are the original's. What is not here
 * is refused with 422 and the name of what is missing.
 */
export const TALLY_SDL = /* GraphQL */ `
  scalar AccountID
  scalar Address
  scalar AssetID
  scalar BlockID
  scalar Bytes
  scalar ChainID
  scalar Hash
  scalar IntID
  scalar Timestamp
  scalar Uint256

  type Query {
    delegates(input: DelegatesInput!): PaginatedOutput!
    governor(input: GovernorInput!): Governor!
    governors(input: GovernorsInput!): PaginatedOutput!
    organization(input: OrganizationInput!): Organization!
    organizations(input: OrganizationsInput): PaginatedOutput!
    proposal(input: ProposalInput!): Proposal!
    proposals(input: ProposalsInput!): PaginatedOutput!
    votes(input: VotesInput!): PaginatedOutput!
  }

  union Node = Delegate | Governor | OnchainVote | Organization | Proposal | Vote
  type PaginatedOutput { nodes: [Node!]! pageInfo: PageInfo! }
  type PageInfo { firstCursor: String lastCursor: String count: Int }
  input PageInput { afterCursor: String beforeCursor: String limit: Int }

  type Account { id: ID! address: Address! name: String! bio: String! ens: String picture: String twitter: String }

  type Organization {
    id: IntID! slug: String! name: String! chainIds: [ChainID!]! tokenIds: [AssetID!]! governorIds: [AccountID!]!
    hasActiveProposals: Boolean! proposalsCount: Int!
  }
  input OrganizationInput { id: IntID slug: String }
  input OrganizationsInput { page: PageInput }

  type Governor {
    id: AccountID! chainId: ChainID! name: String! slug: String! isPrimary: Boolean! kind: GovernorKind!
    organization: Organization! parameters: GovernorParameters! proposalStats: ProposalStats! timelockId: AccountID
    tokenId: AssetID! type: GovernorType!
  }
  enum GovernorKind { single multiprimary multisecondary multiother hub spoke }
  enum GovernorType { governoralpha governorbravo openzeppelingovernor aave nounsfork nomineeelection memberelection hub spoke }
  type GovernorParameters { proposalThreshold: Uint256 }
  type ProposalStats { total: Int! active: Int! failed: Int! passed: Int! }
  input GovernorInput { id: AccountID slug: String }
  input GovernorsInput { filters: GovernorsFiltersInput! page: PageInput }
  input GovernorsFiltersInput { organizationId: IntID! includeInactive: Boolean excludeSecondary: Boolean }

  type Block { id: BlockID! number: Int! timestamp: Timestamp! ts: Timestamp! }
  type BlocklessTimestamp { timestamp: Timestamp! }
  union BlockOrTimestamp = Block | BlocklessTimestamp

  type Proposal {
    id: IntID! onchainId: String block: Block chainId: ChainID! creator: Account proposer: Account
    start: BlockOrTimestamp! end: BlockOrTimestamp! events: [ProposalEvent!]! executableCalls: [ExecutableCall!]
    governor: Governor! organization: Organization! metadata: ProposalMetadata! quorum: Uint256
    status: ProposalStatus! voteStats: [VoteStats!] createdAt: Timestamp!
  }
  type ProposalMetadata { title: String! description: String! eta: Int txHash: Hash }
  type ProposalEvent { chainId: ChainID! createdAt: Timestamp! type: ProposalEventType! txHash: Hash }
  type ExecutableCall { calldata: Bytes! chainId: ChainID! index: Int! signature: String target: Address! value: Uint256! }
  type VoteStats { type: VoteType! votesCount: Uint256! percent: Float! }
  enum ProposalEventType { activated canceled created defeated drafted executed expired extended pendingexecution queued succeeded callexecuted crosschainexecuted }
  enum ProposalStatus { active archived canceled callexecuted defeated draft executed expired extended pending queued pendingexecution submitted succeeded crosschainexecuted }
  input ProposalInput { id: IntID onchainId: String governorId: AccountID includeArchived: Boolean isLatest: Boolean }
  input ProposalsInput { filters: ProposalsFiltersInput! page: PageInput sort: ProposalsSortInput }
  input ProposalsFiltersInput { governorId: AccountID organizationId: IntID proposer: Address status: ProposalStatus includeArchived: Boolean }
  enum ProposalsSortBy { id }
  input ProposalsSortInput { isDescending: Boolean! sortBy: ProposalsSortBy! }

  type Vote {
    id: IntID! amount: Uint256! block: Block! chainId: ChainID! isBridged: Boolean proposal: Proposal! reason: String
    type: VoteType! txHash: Hash! voter: Account!
  }
  type OnchainVote {
    id: IntID! amount: Uint256! block: Block! chainId: ChainID! isBridged: Boolean proposal: Proposal! reason: String
    type: VoteType! txHash: Hash! voter: Account!
  }
  enum VoteType { abstain against for pendingabstain pendingagainst pendingfor }
  input VotesInput { filters: VotesFiltersInput! page: PageInput sort: VotesSortInput }
  input VotesFiltersInput { proposalId: IntID! includePendingVotes: Boolean }
  enum VotesSortBy { id }
  input VotesSortInput { isDescending: Boolean! sortBy: VotesSortBy! }

  type Delegate {
    id: IntID! account: Account! chainId: ChainID delegatorsCount: Int! organization: Organization
    votesCount: Uint256!
  }
  input DelegatesInput { filters: DelegatesFiltersInput! page: PageInput sort: DelegatesSortInput }
  input DelegatesFiltersInput { governorId: AccountID organizationId: IntID }
  enum DelegatesSortBy { votes }
  input DelegatesSortInput { isDescending: Boolean! sortBy: DelegatesSortBy! }
`;
