import { graphql, type ResultOf } from '../../data/graphql';
import { proposalNodeId, useOrganization } from '../../data/organization';
import { useLiveGraphql } from '../../data/use-graphql';

const proposalFields = graphql(`
  fragment ProposalFields on Proposal @_unmask {
    id
    proposalId
    title
    description
    descriptionHash
    state
    isExecutable
    snapshot
    createdAt
    voteStartAt
    voteEndAt
    isVoteStartEstimated
    isVoteEndEstimated
    etaAt
    expiresAt
    proposer {
      address
    }
    track {
      trackId
      name
      votingDelaySeconds
      votingPeriodSeconds
      timelockDelaySeconds
      expirySeconds
      quorumBps
      approvalBps
      quorumFloor
    }
    calls {
      index
      target
      targetName
      value
      calldata
      signature
      decoded
      trackId
      sentence
    }
    tally {
      for
      against
      abstain
      quorum
      quorumReached
      approvalBps
      requiredApprovalBps
      voters
    }
    votes(page: { limit: 50 }) {
      nodes {
        id
        voter {
          address
        }
        support
        weight
        reason
        castAt
        position {
          txHash
        }
      }
    }
    timeline {
      kind
      at
      isFuture
      txHash
      actor
    }
    policies {
      id
      kind
      subject
      version
      digest
      isActive
    }
    runs {
      runId
    }
    position {
      txHash
    }
  }
`);

const proposalQuery = graphql(
  `
    query Proposal($id: ID!) {
      proposal(id: $id) {
        ...ProposalFields
      }
    }
  `,
  [proposalFields],
);

const proposalSubscription = graphql(
  `
    subscription ProposalChanged($id: ID!) {
      proposal(id: $id) {
        ...ProposalFields
      }
    }
  `,
  [proposalFields],
);

export type Proposal = NonNullable<ResultOf<typeof proposalQuery>['proposal']>;
export type Tally = Proposal['tally'];

/** One proposal of this organization by its number on chain, live. */
export function useProposal(proposalId: string) {
  const { organization, error: organizationError } = useOrganization();
  const { data, error, ...rest } = useLiveGraphql(
    proposalQuery,
    proposalSubscription,
    { id: organization ? proposalNodeId(organization, proposalId) : '' },
    { isEnabled: organization !== null, refetchSeconds: 3 },
  );
  return {
    ...rest,
    error: error ?? (organization ? null : organizationError),
    organization,
    proposal: data?.proposal ?? null,
    isMissing: organization !== null && data !== undefined && !data.proposal,
  };
}
