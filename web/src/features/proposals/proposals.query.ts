import { graphql, type ResultOf } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';

const proposalsQuery = graphql(`
  query Proposals($organization: String!, $filter: ProposalFilter, $cursor: String) {
    proposals(organization: $organization, filter: $filter, page: { limit: 20, afterCursor: $cursor }) {
      nodes {
        id
        proposalId
        title
        state
        createdAt
        voteStartAt
        voteEndAt
        isVoteStartEstimated
        isVoteEndEstimated
        etaAt
        track {
          name
        }
        proposer {
          address
        }
        tally {
          for
          against
          abstain
          quorumReached
          approvalBps
        }
      }
      pageInfo {
        endCursor
        hasNextPage
        count
      }
    }
  }
`);

export type ProposalRow = ResultOf<typeof proposalsQuery>['proposals']['nodes'][number];
export type ProposalStateName = ProposalRow['state'];

/** A page of proposals, newest first. */
export function useProposals(state: ProposalStateName | null, cursor: string | null) {
  const { organization } = useRuntimeConfig();
  return useGraphql(proposalsQuery, { organization, filter: state ? { state } : null, cursor });
}
