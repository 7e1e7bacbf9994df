import { zeroAddress } from 'viem';
import { useChainTime } from '../../data/chain-time';
import { formatAmount, formatRelative } from '../../lib/format';
import { Fact, Facts } from '../../ui/facts';
import { AddressText, TxLink } from '../../ui/hex';
import { Empty, LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { PayOut } from './pay-out';
import {
  type Allocation,
  payeeName,
  payeesOf,
  type RevenueOrganization,
  type RevenueTotal,
  totalsOf,
  useRevenue,
} from './revenue.query';
import { SplitRevenue } from './split-revenue';

function symbolOf(token: string, mandateToken: string | null): string {
  if (token === zeroAddress) return 'ETH';
  return token === mandateToken ? 'MND' : token;
}

interface TotalProps {
  organization: RevenueOrganization;
  allocator: `0x${string}`;
  total: RevenueTotal;
}

/** One token: its totals, what is to be split, and who is owed how much. */
function Total({ organization, allocator, total }: TotalProps) {
  const { token } = total;
  const symbol = symbolOf(token, organization.addresses.mandateToken);
  const payees = payeesOf(organization, token);
  return (
    <Section title={symbol}>
      <div className="grid gap-4">
        <Facts>
          <Fact name="Received">{formatAmount(total.received)}</Fact>
          <Fact name="Split as voted">{formatAmount(total.allocated)}</Fact>
          <Fact name="Claimed">{formatAmount(total.claimed)}</Fact>
        </Facts>
        <SplitRevenue allocator={allocator} token={token} symbol={symbol} />
        {payees.length > 0 && (
          <div className="border-t border-line pt-3 text-sm">
            <h3 className="text-base">Owed</h3>
            <ul className="divide-y divide-line">
              {payees.map((account) => (
                <PayOut
                  key={account}
                  allocator={allocator}
                  token={token}
                  symbol={symbol}
                  account={account}
                  name={payeeName(organization, account)}
                />
              ))}
            </ul>
          </div>
        )}
      </div>
    </Section>
  );
}

function AllocationEntry({ organization, allocation }: { organization: RevenueOrganization; allocation: Allocation }) {
  const now = useChainTime();
  const { token, amount, policyVersion, shares, position } = allocation;
  return (
    <li className="grid gap-2 px-4 py-3.5 text-sm sm:px-5">
      <p className="flex flex-wrap gap-x-3">
        <span className="font-semibold">
          {formatAmount(amount)} {symbolOf(token, organization.addresses.mandateToken)}
        </span>
        <span className="text-ink-faint">
          under revenue policy v{policyVersion}, {formatRelative(position.blockAt, now)}
        </span>
        <TxLink hash={position.txHash} />
      </p>
      <ul className="grid gap-0.5">
        {shares.map((share) => (
          <li key={share.account} className="flex flex-wrap justify-between gap-x-4">
            <AddressText address={share.account} name={payeeName(organization, share.account)} isWhole />
            <span className="tabular">{formatAmount(share.amount)}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function Splits({ organization }: { organization: RevenueOrganization }) {
  const { nodes } = organization.revenue.allocations;
  return (
    <Section title="Splits" isFlush>
      {nodes.length === 0 && <Empty>Nothing has been split yet.</Empty>}
      <ul className="divide-y divide-line">
        {nodes.map((allocation) => (
          <AllocationEntry
            key={`${allocation.position.txHash}${allocation.token}`}
            organization={organization}
            allocation={allocation}
          />
        ))}
      </ul>
    </Section>
  );
}

export function RevenuePage() {
  const { organization, error, refetch } = useRevenue();
  const allocator = organization?.addresses.revenueAllocator ?? null;

  return (
    <Page title="Revenue" lead="What the model earns is split as voted; each share waits until it is paid out.">
      {error && !organization && <LoadError what="The revenue" error={error} retry={refetch} />}
      {!organization && !error && <Skeleton lines={6} />}
      {organization && !allocator && <Notice>This organization has no revenue allocator.</Notice>}
      {organization && allocator && (
        <>
          <div className="grid items-start gap-5 xl:grid-cols-2">
            {totalsOf(organization).map((total) => (
              <Total key={total.token} organization={organization} allocator={allocator} total={total} />
            ))}
          </div>
          <Splits organization={organization} />
        </>
      )}
    </Page>
  );
}
