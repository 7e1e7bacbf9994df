import { graphql, type ResultOf } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';

const overviewQuery = graphql(`
  query Overview($organization: String!) {
    proposals(organization: $organization, page: { limit: 20 }) {
      nodes {
        id
        proposalId
        title
        state
        voteStartAt
        voteEndAt
        isVoteStartEstimated
        isVoteEndEstimated
        etaAt
      }
    }
    runs(organization: $organization, page: { limit: 5 }) {
      nodes {
        runId
        subject
        version
        state
        openedAt
        policy {
          isActive
        }
        proposal {
          title
        }
      }
    }
  }
`);

type Overview = ResultOf<typeof overviewQuery>;
export type OpenProposal = Overview['proposals']['nodes'][number];
export type RecentRun = Overview['runs']['nodes'][number];

/** The states in which somebody still has to do something. */
const openStates: readonly string[] = ['PENDING', 'ACTIVE', 'SUCCEEDED', 'QUEUED'];

/** What is to be decided, and what is being carried out. */
export function useOverview() {
  const { organization } = useRuntimeConfig();
  const { data, error, refetch } = useGraphql(overviewQuery, { organization });
  return {
    error,
    refetch,
    openProposals: data?.proposals.nodes.filter((proposal) => openStates.includes(proposal.state)) ?? null,
    recentRuns: data?.runs.nodes ?? null,
  };
}
