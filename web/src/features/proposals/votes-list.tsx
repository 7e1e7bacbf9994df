import { formatAmount, formatCount, formatRelative } from '../../lib/format';
import { shownText } from '../../lib/shown-text';
import { Badge, type Tone } from '../../ui/badge';
import { AddressText, TxLink } from '../../ui/hex';
import { Empty } from '../../ui/notice';
import type { Proposal } from './proposal.query';

const supports = {
  FOR: ['For', 'pass'],
  AGAINST: ['Against', 'miss'],
  ABSTAIN: ['Abstain', 'neutral'],
} as const satisfies Record<string, readonly [string, Tone]>;

/** Who voted how, with which weight, and why. Reasons are plain text. */
export function VotesList({ votes, count, now }: { votes: Proposal['votes']['nodes']; count: number; now: Date }) {
  if (votes.length === 0) return <Empty>No votes yet.</Empty>;
  const hidden = count - votes.length;
  return (
    <>
      <ul className="divide-y divide-line">
        {votes.map((vote) => {
          const [label, tone] = supports[vote.support];
          return (
            <li key={vote.id} className="grid gap-1 px-4 py-3 text-sm sm:px-5">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Badge tone={tone}>{label}</Badge>
                <AddressText address={vote.voter.address} />
                <span className="tabular ml-auto font-semibold">{formatAmount(vote.weight)}</span>
              </div>
              {vote.reason && <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{shownText(vote.reason)}</p>}
              <p className="text-xs text-ink-faint">
                {formatRelative(vote.castAt, now)} · <TxLink hash={vote.position.txHash} />
              </p>
            </li>
          );
        })}
      </ul>
      {hidden > 0 && (
        <Empty>{`${formatCount(hidden)} earlier ${hidden === 1 ? 'vote is' : 'votes are'} in the tally, not in this list.`}</Empty>
      )}
    </>
  );
}
