import { zeroAddress } from 'viem';
import { useChainTime } from '../../data/chain-time';
import { formatAmount, formatRelative } from '../../lib/format';
import { Fact, Facts } from '../../ui/facts';
import { AddressText, TxLink } from '../../ui/hex';
import { Empty, LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { ClaimRevenue } from './claim-revenue';
import { type Allocation, type RevenueTotal, useRevenue } from './revenue.query';

function symbolOf(token: string, mandateToken: string | null): string {
  if (token === zeroAddress) return 'ETH';
  return token === mandateToken ? 'MND' : token;
}

function Total({ total, symbol, allocator }: { total: RevenueTotal; symbol: string; allocator: `0x${string}` }) {
  return (
    <Section title={symbol}>
      <div className="grid gap-4">
        <Facts>
          <Fact name="Received">{formatAmount(total.received)}</Fact>
          <Fact name="Split as voted">{formatAmount(total.allocated)}</Fact>
          <Fact name="Claimed">{formatAmount(total.claimed)}</Fact>
        </Facts>
        <ClaimRevenue allocator={allocator} token={total.token} symbol={symbol} />
      </div>
    </Section>
  );
}

function AllocationEntry({ allocation, symbol, now }: { allocation: Allocation; symbol: string; now: Date }) {
  return (
    <li className="grid gap-2 px-4 py-3.5 text-sm sm:px-5">
      <p className="flex flex-wrap gap-x-3">
        <span className="font-semibold">
          {formatAmount(allocation.amount)} {symbol}
        </span>
        <span className="text-ink-faint">
          under revenue policy v{allocation.policyVersion}, {formatRelative(allocation.position.blockAt, now)}
        </span>
        <TxLink hash={allocation.position.txHash} />
      </p>
      <ul className="grid gap-0.5">
        {allocation.shares.map((share) => (
          <li key={share.account} className="flex flex-wrap justify-between gap-x-4">
            <AddressText address={share.account} isWhole />
            <span className="tabular">{formatAmount(share.amount)}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}

export function RevenuePage() {
  const { organization, error, refetch } = useRevenue();
  const now = useChainTime();
  const allocator = organization?.addresses.revenueAllocator ?? null;
  const mandateToken = organization?.addresses.mandateToken ?? null;
  const seen = organization?.revenue.totals ?? [];
  const totals = seen.length > 0 ? seen : [{ token: zeroAddress, received: '0', allocated: '0', claimed: '0' }];

  return (
    <Page title="Revenue" lead="What the model earns is split as voted, and each account pulls its own share.">
      {error && <LoadError what="The revenue" error={error} retry={refetch} />}
      {!organization && !error && <Skeleton lines={6} />}
      {organization && !allocator && <Notice>This organization has no revenue allocator.</Notice>}
      {organization && allocator && (
        <>
          <div className="grid gap-5 md:grid-cols-2">
            {totals.map((total) => (
              <Total
                key={total.token}
                total={total}
                symbol={symbolOf(total.token, mandateToken)}
                allocator={allocator}
              />
            ))}
          </div>
          <Section title="Splits" isFlush>
            {organization.revenue.allocations.nodes.length === 0 && <Empty>Nothing has been split yet.</Empty>}
            <ul className="divide-y divide-line">
              {organization.revenue.allocations.nodes.map((allocation) => (
                <AllocationEntry
                  key={`${allocation.position.txHash}${allocation.token}`}
                  allocation={allocation}
                  symbol={symbolOf(allocation.token, mandateToken)}
                  now={now}
                />
              ))}
            </ul>
          </Section>
        </>
      )}
    </Page>
  );
}
