import { useConnection, useReadContract } from 'wagmi';
import { revenueAllocatorAbi } from '../../generated/abi/RevenueAllocator';
import { formatAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';

interface ClaimRevenueProps {
  allocator: `0x${string}`;
  token: `0x${string}`;
  symbol: string;
}

/** Splits what came in, and pays the connected account its share. Anyone may do either. */
export function ClaimRevenue({ allocator, token, symbol }: ClaimRevenueProps) {
  const { address } = useConnection();
  const { state, isBusy, send } = useTransaction();
  const contract = { address: allocator, abi: revenueAllocatorAbi } as const;
  const polling = { refetchInterval: 5000 };
  const { data: pending } = useReadContract({ ...contract, functionName: 'pendingOf', args: [token], query: polling });
  const { data: claimable } = useReadContract({
    ...contract,
    functionName: 'claimableOf',
    args: [token, address ?? allocator],
    query: { ...polling, enabled: address !== undefined },
  });

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Button
          isSmall
          disabled={!address || isBusy || !pending}
          onClick={() => send({ ...contract, functionName: 'allocate', args: [token] })}
        >
          Split {pending === undefined ? '' : formatAmount(pending)} {symbol}
        </Button>
        <Button
          isSmall
          disabled={!address || isBusy || !claimable}
          onClick={() => send({ ...contract, functionName: 'claim', args: [token, address] })}
        >
          Claim {claimable && address ? formatAmount(claimable) : ''} {symbol}
        </Button>
      </div>
      <TransactionStatus state={state} done="Done." />
    </div>
  );
}
