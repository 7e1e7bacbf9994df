import { type FormEvent, useState } from 'react';
import { isAddress, zeroAddress } from 'viem';
import { stakedMandateAbi } from '../../generated/abi/StakedMandate';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { AddressText } from '../../ui/hex';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';
import type { Account } from './account.query';

interface DelegateFormProps {
  account: Account;
  stakedMandate: `0x${string}`;
  initialDelegate?: string;
}

/** Gives the votes of the account's stake to a delegate; to oneself is also a choice. */
export function DelegateForm({ account, stakedMandate, initialDelegate = '' }: DelegateFormProps) {
  const { state, isBusy, send } = useTransaction();
  const [text, setText] = useState(initialDelegate);
  const [problem, setProblem] = useState<string | null>(null);
  const delegateTo = (delegate: string) =>
    send({ address: stakedMandate, abi: stakedMandateAbi, functionName: 'delegate', args: [delegate] });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const isUsable = isAddress(text) && text !== zeroAddress;
    setProblem(isUsable ? null : 'A whole address (0x and 40 digits), with the right capitals.');
    if (isUsable) await delegateTo(text);
  }

  return (
    <form onSubmit={submit} className="grid content-start gap-3" aria-label="Delegate">
      <p className="text-sm text-ink-soft">
        {account.delegate ? (
          <>
            Your votes are with{' '}
            {account.delegate === account.address ? 'yourself' : <AddressText address={account.delegate} isWhole />}.
          </>
        ) : (
          'Your stake has no delegate yet. The first stake delegates to yourself.'
        )}
      </p>
      <TextField
        label="New delegate"
        className="font-mono"
        placeholder="0x…"
        value={text}
        error={problem}
        onChange={(event) => setText(event.target.value.trim())}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={isBusy}>
          Delegate
        </Button>
        <Button
          look="quiet"
          disabled={isBusy || account.delegate === account.address}
          onClick={() => delegateTo(account.address)}
        >
          To myself
        </Button>
      </div>
      <TransactionStatus state={state} done="Your votes have moved." />
    </form>
  );
}
