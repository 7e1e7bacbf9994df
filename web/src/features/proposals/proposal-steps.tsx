import { useState } from 'react';
import { useConnection } from 'wagmi';
import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { formatRelative } from '../../lib/format';
import { Button } from '../../ui/button';
import { TransactionStatus } from '../../ui/transaction-status';
import { useConnectRequest } from '../../wallet/connect-request';
import { useTransaction } from '../../wallet/use-transaction';
import type { Proposal } from './proposal.query';

/** The governor takes queue and execute by the proposal's whole content, so that nothing else can be carried out. */
export function callArguments({ calls, descriptionHash }: Pick<Proposal, 'calls' | 'descriptionHash'>) {
  return [
    calls.map((call) => call.target),
    calls.map((call) => BigInt(call.value)),
    calls.map((call) => call.calldata),
    descriptionHash,
  ] as const;
}

interface ProposalStepsProps {
  governor: `0x${string}`;
  proposal: Proposal;
  now: Date;
}

/** What anyone may do next with a proposal that has passed: queue it, then execute it. */
export function ProposalSteps({ governor, proposal, now }: ProposalStepsProps) {
  const { isConnected } = useConnection();
  const requestConnect = useConnectRequest();
  const { state, isBusy, send } = useTransaction();
  const [sent, setSent] = useState<'queue' | 'execute'>('queue');
  const { state: proposalState, etaAt, isExecutable } = proposal;
  const step = proposalState === 'SUCCEEDED' ? 'queue' : proposalState === 'QUEUED' ? 'execute' : null;
  if (!step && state.step === 'idle') return null;

  const isReady = step === 'queue' || isExecutable || (etaAt !== null && new Date(etaAt) <= now);
  function carryOn(functionName: 'queue' | 'execute') {
    setSent(functionName);
    return send({ address: governor, abi: mandateGovernorAbi, args: callArguments(proposal), functionName });
  }

  return (
    <div className="grid gap-3">
      {step && (
        <p className="text-sm text-ink-soft">
          {step === 'queue'
            ? 'It passed. Anyone may queue it in the timelock.'
            : isReady
              ? 'The delay is over. Anyone may execute it.'
              : `In the timelock. It can be executed ${etaAt ? formatRelative(etaAt, now) : 'later'}.`}
        </p>
      )}
      {step && !isConnected && (
        <Button look="primary" onClick={requestConnect}>
          Connect a wallet to {step}
        </Button>
      )}
      {step && isConnected && (
        <Button look="primary" disabled={isBusy || !isReady} onClick={() => carryOn(step)}>
          {step === 'queue' ? 'Queue' : 'Execute'}
        </Button>
      )}
      <TransactionStatus state={state} done={sent === 'queue' ? 'It is in the timelock.' : 'It is carried out.'} />
    </div>
  );
}
