import { useConnection, useReadContract } from 'wagmi';
import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { formatAmount } from '../../lib/format';
import { Notice } from '../../ui/notice';
import type { Proposal } from './proposal.query';
import { VoteForm } from './vote-form';

const words = { FOR: 'For', AGAINST: 'Against', ABSTAIN: 'Abstain' } as const;

interface VoteBoxProps {
  governor: `0x${string}`;
  proposal: Pick<Proposal, 'proposalId' | 'snapshot' | 'votes'>;
}

/** What the connected account can do in an open vote: see its weight and vote, or see how it voted. */
export function VoteBox({ governor, proposal }: VoteBoxProps) {
  const { address } = useConnection();
  const { data: weight } = useReadContract({
    address: governor,
    abi: mandateGovernorAbi,
    functionName: 'getVotes',
    args: [address ?? governor, BigInt(proposal.snapshot)],
    query: { enabled: address !== undefined },
  });
  const own = proposal.votes.nodes.find((vote) => vote.voter.address === address);

  if (own) {
    return (
      <Notice tone="pass" role="status">
        Your vote is recorded. This account voted {words[own.support]} with {formatAmount(own.weight)} votes.
      </Notice>
    );
  }
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      {weight === 0n && (
        <Notice tone="canary">This account had no votes when the vote opened: its vote would weigh nothing.</Notice>
      )}
      {weight !== undefined && weight > 0n && (
        <p className="text-sm text-ink-soft">Your vote weighs {formatAmount(weight)}.</p>
      )}
      <VoteForm key={address} governor={governor} proposalId={proposal.proposalId} />
    </div>
  );
}
