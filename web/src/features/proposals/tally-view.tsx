import { classNames } from '../../lib/class-names';
import { formatAmount, formatBps, formatCompactAmount, shareBps } from '../../lib/format';
import type { Tally } from './proposal.query';

interface BarProps {
  label: string;
  /** How far the bar is filled, in basis points of its length. */
  filledBps: number;
  /** Where the mark of what is needed stands. */
  neededBps: number;
  isReached: boolean;
  text: string;
}

function Bar({ label, filledBps, neededBps, isReached, text }: BarProps) {
  return (
    <div>
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="font-semibold">{label}</span>
        <span className={classNames('tabular text-xs', isReached ? 'font-semibold text-pass' : 'text-ink-soft')}>
          {text}
        </span>
      </div>
      <div className="relative h-2.5 overflow-hidden rounded-full bg-sunken">
        <div
          className={classNames('h-full rounded-full transition-[width]', isReached ? 'bg-pass' : 'bg-ink-faint')}
          style={{ width: `${Math.min(100, filledBps / 100)}%` }}
        />
        <div
          aria-hidden="true"
          className="absolute inset-y-0 w-0.5 bg-ink"
          style={{ left: `calc(${Math.min(99.5, neededBps / 100)}% - 1px)` }}
        />
      </div>
    </div>
  );
}

function Count({ name, votes, tone }: { name: string; votes: string; tone: string }) {
  return (
    <div className="min-w-0">
      <dt className={classNames('text-xs font-semibold', tone)}>{name}</dt>
      <dd className="tabular font-display text-xl" title={formatAmount(votes)}>
        {formatCompactAmount(votes)}
      </dd>
    </div>
  );
}

/** The votes so far, and the two bars they have to clear: taking part, and approval. */
export function TallyView({ tally }: { tally: Tally }) {
  const quorum = BigInt(tally.quorum);
  const counted = BigInt(tally.for) + BigInt(tally.abstain);
  // The quorum mark stands at three quarters, so that a bar that clears it is seen to.
  const quorumFill = quorum === 0n ? 10_000 : Number((counted * 7_500n) / quorum);
  const decided = BigInt(tally.for) + BigInt(tally.against);
  const approval = shareBps(BigInt(tally.for), decided);
  const isApproved = decided > 0n && tally.approvalBps >= tally.requiredApprovalBps;

  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-3 gap-3">
        <Count name="For" votes={tally.for} tone="text-pass" />
        <Count name="Against" votes={tally.against} tone="text-miss" />
        <Count name="Abstain" votes={tally.abstain} tone="text-ink-faint" />
      </dl>
      <Bar
        label="Quorum"
        filledBps={quorumFill}
        neededBps={quorum === 0n ? 0 : 7_500}
        isReached={tally.quorumReached}
        text={
          tally.quorumReached
            ? `reached: ${formatCompactAmount(counted)} of ${formatCompactAmount(quorum)}`
            : `${formatCompactAmount(counted)} of ${formatCompactAmount(quorum)} needed`
        }
      />
      <Bar
        label="Approval"
        filledBps={approval}
        neededBps={tally.requiredApprovalBps}
        isReached={isApproved}
        text={
          decided === 0n
            ? `${formatBps(tally.requiredApprovalBps)} needed`
            : `${formatBps(approval)} for, ${formatBps(tally.requiredApprovalBps)} needed`
        }
      />
      <p className="text-xs text-ink-faint">
        {tally.voters} {tally.voters === 1 ? 'voter' : 'voters'}. For and Abstain count towards the quorum.
      </p>
    </div>
  );
}
