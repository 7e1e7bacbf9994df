import { useRuntimeConfig } from '../lib/runtime-config';
import { graphql, type ResultOf } from './graphql';
import { useGraphql } from './use-graphql';

const activeModelsQuery = graphql(`
  query ActiveModels($organization: String!) {
    policies(organization: $organization, kind: MODEL, page: { limit: 50 }) {
      nodes {
        id
        subject
        version
        digest
        isActive
        proposal {
          proposalId
          title
        }
        run {
          runId
          receipt {
            artifactDigest
            metrics {
              name
              value
            }
          }
        }
      }
    }
  }
`);

export type ModelPolicy = ResultOf<typeof activeModelsQuery>['policies']['nodes'][number];

/** The model policies in force, at most one for each subject. */
export function useActiveModels() {
  const { organization } = useRuntimeConfig();
  const { data, ...rest } = useGraphql(activeModelsQuery, { organization });
  return { ...rest, activeModels: data?.policies.nodes.filter((policy) => policy.isActive) ?? null };
}
