import { type FormEvent, useState } from 'react';
import { stakedMandateAbi } from '../../generated/abi/StakedMandate';
import { formatAmount, formatRelative, parseAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';
import type { Account } from './account.query';
import { amountProblem } from './stake-form';

interface UnstakeFormProps {
  account: Account;
  stakedMandate: `0x${string}`;
  now: Date;
}

/** Takes stake out of the votes, and pays it out when it has cooled down. */
export function UnstakeForm({ account, stakedMandate, now }: UnstakeFormProps) {
  const { state, isBusy, send } = useTransaction();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const contract = { address: stakedMandate, abi: stakedMandateAbi };
  const isCooling = BigInt(account.cooling) > 0n;
  const isCool = account.withdrawableAt !== null && new Date(account.withdrawableAt) <= now;

  async function request(event: FormEvent) {
    event.preventDefault();
    const found = amountProblem(text, BigInt(account.staked));
    setProblem(found);
    const amount = parseAmount(text);
    if (found || amount === null) return;
    const receipt = await send({ ...contract, functionName: 'requestUnstake', args: [amount] });
    if (receipt) setText('');
  }

  return (
    <form onSubmit={request} className="grid content-start gap-3" aria-label="Unstake">
      <TextField
        label="Amount to unstake"
        unit="MND"
        inputMode="decimal"
        value={text}
        error={problem}
        hint="It leaves the votes at once; a new request restarts the cooldown for all of it."
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={isBusy}>
        Request unstake
      </Button>
      {isCooling && (
        <Notice tone={isCool ? 'pass' : 'neutral'}>
          <p>
            {formatAmount(account.cooling)} MND{' '}
            {isCool
              ? 'can be withdrawn.'
              : `can be withdrawn ${account.withdrawableAt ? formatRelative(account.withdrawableAt, now) : 'later'}.`}
          </p>
          <Button
            isSmall
            className="mt-2"
            disabled={isBusy || !isCool}
            onClick={() => send({ ...contract, functionName: 'unstake', args: [] })}
          >
            Withdraw
          </Button>
        </Notice>
      )}
      <TransactionStatus state={state} done={isCooling ? 'It is cooling down.' : 'Paid out to your wallet.'} />
    </form>
  );
}
