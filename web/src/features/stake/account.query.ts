import { type Address, isAddressEqual } from 'viem';
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
  // While another account is read, what is still at hand is the one before: its figures must not stand under this one.
  const isOwn = address !== undefined && data !== undefined && isAddressEqual(data.account.address, address);
  return { ...rest, account: isOwn ? data.account : null };
}
