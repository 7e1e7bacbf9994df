import { RadioGroup } from 'radix-ui';
import { type FormEvent, useId, useState } from 'react';
import { useConnection } from 'wagmi';
import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { TransactionStatus } from '../../ui/transaction-status';
import { useConnectRequest } from '../../wallet/connect-request';
import { useTransaction } from '../../wallet/use-transaction';

/** OpenZeppelin's VoteType. */
const supports = [
  {
    value: '1',
    label: 'For',
    tone: 'data-[state=checked]:border-pass data-[state=checked]:bg-pass-wash data-[state=checked]:text-pass',
  },
  {
    value: '0',
    label: 'Against',
    tone: 'data-[state=checked]:border-miss data-[state=checked]:bg-miss-wash data-[state=checked]:text-miss',
  },
  { value: '2', label: 'Abstain', tone: 'data-[state=checked]:border-ink-soft data-[state=checked]:bg-sunken' },
] as const;

interface VoteFormProps {
  governor: `0x${string}`;
  proposalId: string;
}

/** For, against or abstain, with a reason that goes on chain beside the vote. */
export function VoteForm({ governor, proposalId }: VoteFormProps) {
  const { isConnected } = useConnection();
  const requestConnect = useConnectRequest();
  const { state, isBusy, send } = useTransaction();
  const [support, setSupport] = useState<string>('');
  const [reason, setReason] = useState('');
  const [isMissingChoice, setMissingChoice] = useState(false);
  const labelId = useId();

  async function vote(event: FormEvent) {
    event.preventDefault();
    if (!support) return setMissingChoice(true);
    await send({
      address: governor,
      abi: mandateGovernorAbi,
      functionName: 'castVoteWithReason',
      args: [BigInt(proposalId), Number(support), reason.trim()],
    });
  }

  return (
    <form onSubmit={vote} className="grid gap-3" aria-label="Vote">
      <span id={labelId} className="text-[0.8125rem] font-semibold">
        Your vote
      </span>
      <RadioGroup.Root
        aria-labelledby={labelId}
        className="grid grid-cols-3 gap-2"
        value={support}
        onValueChange={(value) => {
          setSupport(value);
          setMissingChoice(false);
        }}
      >
        {supports.map(({ value, label, tone }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            className={`min-h-10 rounded-md border border-line-strong bg-surface text-sm font-semibold hover:border-accent ${tone}`}
          >
            {label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {isMissingChoice && (
        <p role="alert" className="text-xs font-medium text-miss">
          Choose For, Against or Abstain.
        </p>
      )}
      <TextArea
        label="Reason (optional)"
        hint="Public and permanent: it goes on chain with your vote."
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
      />
      {isConnected ? (
        <Button type="submit" look="primary" disabled={isBusy}>
          Cast vote
        </Button>
      ) : (
        <Button look="primary" onClick={requestConnect}>
          Connect a wallet to vote
        </Button>
      )}
      <TransactionStatus state={state} done="Your vote is recorded." />
    </form>
  );
}
