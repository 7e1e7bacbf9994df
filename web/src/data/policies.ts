import { useRuntimeConfig } from '../lib/runtime-config';
import { graphql, type ResultOf } from './graphql';
import { useGraphql } from './use-graphql';

const policiesQuery = graphql(`
  query Policies($organization: String!, $kind: PolicyKind) {
    policies(organization: $organization, kind: $kind, page: { limit: 50 }) {
      nodes {
        id
        kind
        subject
        version
        digest
        epoch
        isActive
        wasActive
        body
        adoptedAt
        proposal {
          proposalId
          title
        }
        run {
          runId
          state
        }
        position {
          txHash
        }
      }
    }
  }
`);

export type Policy = ResultOf<typeof policiesQuery>['policies']['nodes'][number];
export type PolicyKind = Policy['kind'];

/** The adopted policies of one kind (or of all), newest first. */
export function usePolicies(kind: PolicyKind | null = null) {
  const { organization } = useRuntimeConfig();
  const { data, ...rest } = useGraphql(policiesQuery, { organization, kind });
  return { ...rest, policies: data?.policies.nodes ?? null };
}
