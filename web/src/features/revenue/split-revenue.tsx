import { useConnection, useReadContract } from 'wagmi';
import { revenueAllocatorAbi } from '../../generated/abi/RevenueAllocator';
import { formatAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';

interface SplitRevenueProps {
  allocator: `0x${string}`;
  token: `0x${string}`;
  symbol: string;
}

/** Splits what came in as the policy in force says. Anyone may. */
export function SplitRevenue({ allocator, token, symbol }: SplitRevenueProps) {
  const { address } = useConnection();
  const { state, isBusy, send } = useTransaction();
  const contract = { address: allocator, abi: revenueAllocatorAbi } as const;
  const { data: pending } = useReadContract({
    ...contract,
    functionName: 'pendingOf',
    args: [token],
    query: { refetchInterval: 5000 },
  });

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm">
        <span>
          {pending ? `${formatAmount(pending)} ${symbol} came in since the last split.` : 'Nothing to split.'}
        </span>
        <Button
          isSmall
          disabled={!address || isBusy || !pending}
          title={address ? undefined : 'Connect a wallet first'}
          onClick={() => send({ ...contract, functionName: 'allocate', args: [token] })}
        >
          Split {symbol}
        </Button>
      </div>
      <TransactionStatus state={state} done="Split as voted." />
    </div>
  );
}
