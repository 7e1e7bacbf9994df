import { zeroAddress } from 'viem';
import { useChainTime } from '../../data/chain-time';
import type { Organization } from '../../data/organization';
import { formatAmount, formatDateTime, formatRelative } from '../../lib/format';
import { Fact, Facts } from '../../ui/facts';
import { Section } from '../../ui/section';
import { type Outflow, useOutflow } from './use-outflow';

function sayCap({ cap, available }: Outflow, symbol: string): string {
  if (cap === null) return 'No cap: one vote can carry all of it out.';
  return `${formatAmount(available)} of ${formatAmount(cap)} ${symbol} may leave now.`;
}

interface AssetProps {
  timelock: `0x${string}`;
  asset: `0x${string}`;
  symbol: string;
}

/** One asset of the treasury, and how much of it a vote can carry out. */
function Asset({ timelock, asset, symbol }: AssetProps) {
  const now = useChainTime();
  const outflow = useOutflow(timelock, asset);
  if (!outflow) return null;

  const { balance, pending } = outflow;
  return (
    <Fact name={`${formatAmount(balance)} ${symbol}`}>
      <p>{sayCap(outflow, symbol)}</p>
      {pending && (
        <p className="text-ink-faint" title={formatDateTime(pending.effectiveAt)}>
          The cap {pending.cap === null ? 'goes' : `becomes ${formatAmount(pending.cap)} ${symbol}`}{' '}
          {formatRelative(pending.effectiveAt, now)}.
        </p>
      )}
    </Fact>
  );
}

/** What the timelock holds, and what is left of its caps. Only of organizations whose timelock has caps. */
export function Treasury({ organization }: { organization: Organization }) {
  const { timelock, mandateToken, policyRegistry } = organization.addresses;
  if (!policyRegistry) return null;

  return (
    <Section title="Treasury">
      <Facts>
        <Asset timelock={timelock} asset={zeroAddress} symbol="ETH" />
        {mandateToken && <Asset timelock={timelock} asset={mandateToken} symbol="MND" />}
      </Facts>
    </Section>
  );
}
