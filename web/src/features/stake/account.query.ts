import type { Address } from 'viem';
import { graphql, type ResultOf } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';

const accountQuery = graphql(`
  query Account($organization: String!, $address: Address!) {
    account(organization: $organization, address: $address) {
      address
      votes
      staked
      balance
      cooling
      withdrawableAt
      delegate
      delegatorsCount
    }
  }
`);

export type Account = ResultOf<typeof accountQuery>['account'];

/** What an account holds, has staked, and speaks for. */
export function useAccount(address: Address | undefined) {
  const { organization } = useRuntimeConfig();
  const { data, ...rest } = useGraphql(
    accountQuery,
    { organization, address: address ?? '0x' },
    { isEnabled: address !== undefined, refetchSeconds: 3 },
  );
  return { ...rest, account: address ? (data?.account ?? null) : null };
}
