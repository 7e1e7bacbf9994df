import { zeroAddress } from 'viem';
import { graphql, type ResultOf } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';

const revenueQuery = graphql(`
  query Revenue($slug: String!) {
    organization(slug: $slug) {
      id
      addresses {
        token
        timelock
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

export type RevenueOrganization = NonNullable<ResultOf<typeof revenueQuery>['organization']>;
export type RevenueTotal = RevenueOrganization['revenue']['totals'][number];
export type Allocation = RevenueOrganization['revenue']['allocations']['nodes'][number];

/** What came in, how it was split, and what was claimed. */
export function useRevenue() {
  const { organization: slug } = useRuntimeConfig();
  const { data, ...rest } = useGraphql(revenueQuery, { slug });
  return { ...rest, organization: data?.organization ?? null };
}

/** What came in and went out by token: Ether and MND always, since a plain transfer is seen only when it is split. */
export function totalsOf({ addresses, revenue }: RevenueOrganization): RevenueTotal[] {
  const usual = [zeroAddress, ...(addresses.mandateToken ? [addresses.mandateToken] : [])];
  const unseen = usual.filter((token) => !revenue.totals.some((total) => total.token === token));
  return [...revenue.totals, ...unseen.map((token) => ({ token, received: '0', allocated: '0', claimed: '0' }))];
}

/** The accounts that a token was ever split among. */
export function payeesOf({ revenue }: RevenueOrganization, token: string): `0x${string}`[] {
  const splits = revenue.allocations.nodes.filter((allocation) => allocation.token === token);
  return [...new Set(splits.flatMap((allocation) => allocation.shares.map((share) => share.account)))];
}

/** What an account is to the organization, where it is one of its contracts. */
export function payeeName({ addresses }: RevenueOrganization, account: string): string | undefined {
  if (account === addresses.token) return 'Stakers';
  return account === addresses.timelock ? 'Treasury' : undefined;
}
