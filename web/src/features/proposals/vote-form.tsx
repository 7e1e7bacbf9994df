import { type FormEvent, useState } from 'react';
import { useConnection } from 'wagmi';
import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { TransactionStatus } from '../../ui/transaction-status';
import { useConnectRequest } from '../../wallet/connect-request';
import { useTransaction } from '../../wallet/use-transaction';
import { SupportChoice } from './support-choice';

interface VoteFormProps {
  governor: `0x${string}`;
  proposalId: string;
}

/** For, against or abstain, with a reason that goes on chain beside the vote. */
export function VoteForm({ governor, proposalId }: VoteFormProps) {
  const { isConnected } = useConnection();
  const requestConnect = useConnectRequest();
  const { state, isBusy, send } = useTransaction();
  const [support, setSupport] = useState('');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);

  async function vote(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!support) return;
    const args = [BigInt(proposalId), Number(support), reason.trim()];
    await send({ address: governor, abi: mandateGovernorAbi, functionName: 'castVoteWithReason', args });
  }

  return (
    <form onSubmit={vote} className="grid gap-3" aria-label="Vote">
      <SupportChoice
        value={support}
        error={isTried && !support ? 'Choose For, Against or Abstain.' : null}
        onChange={setSupport}
      />
      <TextArea
        label="Reason (optional)"
        hint="Public and permanent: it goes on chain with your vote."
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        type={isConnected ? 'submit' : 'button'}
        look="primary"
        disabled={isBusy}
        onClick={isConnected ? undefined : requestConnect}
      >
        {isConnected ? 'Cast vote' : 'Connect a wallet to vote'}
      </Button>
      <TransactionStatus state={state} done="Your vote is recorded." />
    </form>
  );
}
