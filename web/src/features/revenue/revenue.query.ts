import { graphql, type ResultOf } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';

const revenueQuery = graphql(`
  query Revenue($slug: String!) {
    organization(slug: $slug) {
      id
      addresses {
        mandateToken
        revenueAllocator
      }
      revenue {
        totals {
          token
          received
          allocated
          claimed
        }
        allocations(page: { limit: 20 }) {
          nodes {
            token
            policyVersion
            amount
            shares {
              account
              amount
            }
            position {
              txHash
              blockAt
            }
          }
        }
      }
    }
  }
`);

type RevenueOrganization = NonNullable<ResultOf<typeof revenueQuery>['organization']>;
export type RevenueTotal = RevenueOrganization['revenue']['totals'][number];
export type Allocation = RevenueOrganization['revenue']['allocations']['nodes'][number];

/** What came in, how it was split, and what was claimed. */
export function useRevenue() {
  const { organization: slug } = useRuntimeConfig();
  const { data, ...rest } = useGraphql(revenueQuery, { slug });
  return { ...rest, organization: data?.organization ?? null };
}
