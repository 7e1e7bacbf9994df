import { useReadContract } from 'wagmi';
import { stakedMandateAbi } from '../../generated/abi/StakedMandate';
import { formatAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';

interface RewardsProps {
  account: `0x${string}`;
  stakedMandate: `0x${string}`;
}

/** Rewards stream every second, so they are read from the contract itself. */
export function Rewards({ account, stakedMandate }: RewardsProps) {
  const { state, isBusy, send } = useTransaction();
  const contract = { address: stakedMandate, abi: stakedMandateAbi } as const;
  const { data: earned } = useReadContract({
    ...contract,
    functionName: 'earnedOf',
    args: [account],
    query: { refetchInterval: 5000 },
  });

  return (
    <div className="grid content-start gap-3">
      <p>
        <span className="tabular font-display text-2xl">{earned === undefined ? '–' : formatAmount(earned)}</span>{' '}
        <span className="text-sm text-ink-soft">MND earned</span>
      </p>
      <Button
        className="justify-self-start"
        disabled={isBusy || !earned}
        onClick={() => send({ ...contract, functionName: 'claimRewards', args: [] })}
      >
        Claim rewards
      </Button>
      <TransactionStatus state={state} done="Claimed." />
    </div>
  );
}
