import { useConnection, useReadContract } from 'wagmi';
import { revenueAllocatorAbi } from '../../generated/abi/RevenueAllocator';
import { formatAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { AddressText } from '../../ui/hex';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';

interface PayOutProps {
  allocator: `0x${string}`;
  token: `0x${string}`;
  symbol: string;
  account: `0x${string}`;
  name?: string;
}

/** What one account is owed, and its way there: anyone may send it, so that a contract's share is not stuck. */
export function PayOut({ allocator, token, symbol, account, name }: PayOutProps) {
  const { address } = useConnection();
  const { state, isBusy, send } = useTransaction();
  const contract = { address: allocator, abi: revenueAllocatorAbi } as const;
  const { data: owed } = useReadContract({
    ...contract,
    functionName: 'claimableOf',
    args: [token, account],
    query: { refetchInterval: 5000 },
  });

  return (
    <li className="grid gap-2 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <AddressText address={account} name={name} isWhole />
        <span className="ml-auto flex items-center gap-3">
          <span className="tabular">{owed === undefined ? '–' : formatAmount(owed)}</span>
          <Button
            isSmall
            disabled={!address || isBusy || !owed}
            aria-label={`Pay out ${symbol} to ${name ?? account}`}
            onClick={() => send({ ...contract, functionName: 'claim', args: [token, account] })}
          >
            Pay out
          </Button>
        </span>
      </div>
      <TransactionStatus state={state} done="Paid out." />
    </li>
  );
}
