import { type Abi, parseAbi, zeroAddress } from 'viem';
import { stakedMandateAbi } from '../../abi/StakedMandate.js';
import type { Holding } from '../../queries/account.js';
import { AccountQueries } from '../../queries/account.queries.js';
import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell, viewsOf } from '../view.js';

export const tokenView = viewsOf(
  parseAbi([
    'function getVotes(address account) view returns (uint256)',
    'function getCurrentVotes(address account) view returns (uint96)',
    'function delegates(address account) view returns (address)',
    'function balanceOf(address account) view returns (uint256)',
    'function totalSupply() view returns (uint256)',
  ]) as Abi,
);

const stakeView = viewsOf(stakedMandateAbi as Abi);

const ACCOUNTS_AT_ONCE = 500;

/** Everybody who ever moved a token or a vote, and everybody who is shown as if. */
const ACCOUNTS = `
  select account from delegate where chain_id = $1 and token = $2
  union select delegator from delegation where chain_id = $1 and token = $2
  union select delegate as account from delegate_votes_changed where chain_id = $1 and contract = $2
  union select delegator from delegate_changed where chain_id = $1 and contract = $2
  union select to_delegate from delegate_changed where chain_id = $1 and contract = $2
  union select "from" from token_transfer where chain_id = $1 and contract = any($3)
  union select "to" from token_transfer where chain_id = $1 and contract = any($3)
  union select account from unstake_requested where chain_id = $1 and contract = $2`;

/** What each account holds, whom it delegates to, who delegates to it, and what it can vote with now. */
export class AccountAudit implements AuditedNoun {
  readonly name = 'accounts';

  async *checks(audited: AuditedOrganization): AsyncIterable<Check> {
    const { organization, db } = audited;
    const queries = new AccountQueries(db);
    const accounts = await accountsOf(audited);
    /** As the token itself says, account by account. */
    const delegators = new Map<string, number>();
    const indexed = new Map<string, number>();
    for (let start = 0; start < accounts.length; start += ACCOUNTS_AT_ONCE) {
      const keys = accounts
        .slice(start, start + ACCOUNTS_AT_ONCE)
        .map((address) => ({ slug: organization.slug, address }));
      for (const holding of await Promise.all(keys.map((key) => queries.holdingOf(key)))) {
        indexed.set(holding.address, holding.delegatorsCount);
        yield* this.ofHolding(audited, holding, delegators);
      }
    }
    // The contracts have no view for it: it is what they said above, counted.
    for (const [address, count] of indexed) {
      const onChain = () => delegators.get(address.toLowerCase()) ?? 0;
      yield { what: `account ${address}`, views: [], cells: [{ name: 'delegators', indexed: count, onChain }] };
    }
  }

  private *ofHolding(
    { organization: { addresses } }: AuditedOrganization,
    holding: Holding,
    delegators: Map<string, number>,
  ): Iterable<Check> {
    const { address } = holding;
    const { token, mandateToken } = addresses;
    const what = `account ${address}`;
    const balanceOf = (of: string) => tokenView(of, 'balanceOf', address);
    yield {
      what,
      views: [tokenView(token, 'getVotes', address), tokenView(token, 'getCurrentVotes', address)],
      cells: [cell('votes', holding.votes)],
    };
    yield {
      what,
      views: [tokenView(token, 'delegates', address)],
      cells: [{ name: 'delegate', indexed: holding.delegate, onChain: (outputs) => countIn(delegators, outputs[0]) }],
    };
    if (mandateToken === null) {
      yield { what, views: [balanceOf(token)], cells: [cell('balance', holding.balance)] };
      return;
    }
    yield { what, views: [balanceOf(token)], cells: [cell('staked', holding.staked)] };
    yield { what, views: [balanceOf(mandateToken)], cells: [cell('balance', holding.balance)] };
    yield {
      what,
      views: [stakeView(token, 'coolingOf', address)],
      cells: [cell('cooling', holding.cooling), cell('withdrawableAt', holding.withdrawableAt ?? 0, 1)],
    };
  }
}

/** Checksummed addresses in a fixed order. */
export async function accountsOf({ organization, db }: AuditedOrganization): Promise<string[]> {
  const { token, mandateToken } = organization.addresses;
  const rows = await db.query<{ account: string }[]>(`select account from (${ACCOUNTS}) known order by account`, [
    organization.chainId,
    token,
    [token, mandateToken].filter((address) => address !== null),
  ]);
  return rows.map(({ account }) => account).filter((account) => account !== zeroAddress);
}

function countIn(delegators: Map<string, number>, output: unknown): string | null {
  const delegate = String(output);
  if (delegate === zeroAddress) return null;
  const key = delegate.toLowerCase();
  delegators.set(key, (delegators.get(key) ?? 0) + 1);
  return delegate;
}
