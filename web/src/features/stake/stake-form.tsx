import { type FormEvent, useState } from 'react';
import { erc20Abi } from 'viem';
import { useConfig } from 'wagmi';
import { readContract } from 'wagmi/actions';
import { stakedMandateAbi } from '../../generated/abi/StakedMandate';
import { formatAmount, parseAmount } from '../../lib/format';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { TransactionStatus } from '../../ui/transaction-status';
import { useTransaction } from '../../wallet/use-transaction';
import type { Account } from './account.query';

/** What is wrong with an amount, or null. */
export function amountProblem(text: string, available: bigint): string | null {
  const amount = parseAmount(text);
  if (amount === null) return 'An amount, for example 1250.5.';
  if (amount === 0n) return 'More than zero.';
  if (amount > available) return `At most ${formatAmount(available)}.`;
  return null;
}

interface StakeFormProps {
  account: Account;
  mandateToken: `0x${string}`;
  stakedMandate: `0x${string}`;
}

/** Stakes MND: approves what is missing, then stakes. */
export function StakeForm({ account, mandateToken, stakedMandate }: StakeFormProps) {
  const config = useConfig();
  const { state, isBusy, send } = useTransaction();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function stake(event: FormEvent) {
    event.preventDefault();
    const found = amountProblem(text, BigInt(account.balance));
    setProblem(found);
    const amount = parseAmount(text);
    if (found || amount === null) return;
    const allowance = await readContract(config, {
      address: mandateToken,
      abi: erc20Abi,
      functionName: 'allowance',
      args: [account.address, stakedMandate],
    });
    const approve = { address: mandateToken, abi: erc20Abi, functionName: 'approve', args: [stakedMandate, amount] };
    const call = { address: stakedMandate, abi: stakedMandateAbi, functionName: 'stake', args: [amount] };
    const receipt = await send(...(allowance < amount ? [approve, call] : [call]));
    if (receipt) setText('');
  }

  return (
    <form onSubmit={stake} className="grid content-start gap-3" aria-label="Stake">
      <TextField
        label="Amount to stake"
        unit="MND"
        inputMode="decimal"
        value={text}
        error={problem}
        hint={`You hold ${formatAmount(account.balance)} MND.`}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        Stake
      </Button>
      <TransactionStatus state={state} done="Staked: these are votes now." />
    </form>
  );
}
