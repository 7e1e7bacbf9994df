import { useConnection } from 'wagmi';
import { useChainTime } from '../../data/chain-time';
import { useOrganization } from '../../data/organization';
import { formatAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { useConnectRequest } from '../../wallet/connect-request';
import { type Account, useAccount } from './account.query';
import { DelegateForm } from './delegate-form';
import { Rewards } from './rewards';
import { StakeForm } from './stake-form';
import { UnstakeForm } from './unstake-form';

function Holdings({ account }: { account: Account }) {
  const figures = [
    ['Wallet', account.balance, 'MND, without a vote'],
    ['Staked', account.staked, 'one vote each'],
    ['Cooling down', account.cooling, 'out of the votes'],
    ['Voting power', account.votes, 'with what is delegated to you'],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {figures.map(([name, value, about]) => (
        <div key={name} className="bg-surface px-4 py-4 sm:px-5">
          <dt className="label-caps">{name}</dt>
          <dd className="tabular mt-1 font-display text-2xl [overflow-wrap:anywhere]">{formatAmount(value)}</dd>
          <dd className="text-xs text-ink-faint">{about}</dd>
        </div>
      ))}
    </dl>
  );
}

export function StakePage({ delegate }: { delegate?: string }) {
  const { address } = useConnection();
  const requestConnect = useConnectRequest();
  const { organization } = useOrganization();
  const { account, error, refetch } = useAccount(address);
  const now = useChainTime();
  const addresses = organization?.addresses;

  return (
    <Page
      title="Stake"
      lead="One vote for each staked MND. Unstaking has a cooldown longer than any proposal's way, so that who votes still holds the stake when it counts."
    >
      {!address && (
        <Notice title="Your stake is shown when a wallet is connected.">
          <Button look="primary" className="mt-2" onClick={requestConnect}>
            Connect a wallet
          </Button>
        </Notice>
      )}
      {error && !account && <LoadError what="The account" error={error} retry={refetch} />}
      {address && !account && !error && <Skeleton lines={4} />}
      {account && addresses && (
        <>
          <Holdings account={account} />
          <div className="grid items-start gap-5 md:grid-cols-2">
            {addresses.mandateToken && (
              <Section title="Stake">
                <StakeForm account={account} mandateToken={addresses.mandateToken} stakedMandate={addresses.token} />
              </Section>
            )}
            <Section title="Unstake">
              <UnstakeForm account={account} stakedMandate={addresses.token} now={now} />
            </Section>
            <Section title="Delegate">
              <DelegateForm
                key={delegate}
                account={account}
                stakedMandate={addresses.token}
                initialDelegate={delegate}
              />
            </Section>
            <Section title="Rewards">
              <Rewards account={account.address} stakedMandate={addresses.token} />
            </Section>
          </div>
        </>
      )}
    </Page>
  );
}
