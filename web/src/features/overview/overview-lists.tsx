import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatExpected, formatRelative } from '../../lib/format';
import { shownText } from '../../lib/shown-text';
import { Empty, Skeleton } from '../../ui/notice';
import { Section } from '../../ui/section';
import { ProposalStateBadge, RunStateBadge } from '../../ui/state-badge';
import type { OpenProposal, RecentRun } from './overview.query';

interface ListProps<Row> {
  title: string;
  to: '/proposals' | '/runs';
  rows: readonly Row[] | null;
  empty: string;
  children: (row: Row) => ReactNode;
}

function List<Row>({ title, to, rows, empty, children }: ListProps<Row>) {
  return (
    <Section
      title={title}
      isFlush
      aside={
        <Link to={to} className="text-accent underline">
          All<span className="sr-only"> {title.toLowerCase()}</span>
        </Link>
      }
    >
      {!rows && (
        <div className="p-5">
          <Skeleton />
        </div>
      )}
      {rows?.length === 0 && <Empty>{empty}</Empty>}
      <ul className="divide-y divide-line">{rows?.map(children)}</ul>
    </Section>
  );
}

const row = 'flex items-start justify-between gap-4 px-4 py-3 sm:px-5';

/** What a proposal waits for. */
export function nextStep(proposal: OpenProposal, now: Date): string {
  if (proposal.state === 'PENDING')
    return `voting opens ${formatExpected(proposal.voteStartAt, now, proposal.isVoteStartEstimated)}`;
  if (proposal.state === 'ACTIVE')
    return `voting ends ${formatExpected(proposal.voteEndAt, now, proposal.isVoteEndEstimated)}`;
  if (proposal.state !== 'QUEUED' || !proposal.etaAt) return 'ready to be queued';
  return new Date(proposal.etaAt) <= now ? 'ready to be executed' : `executable ${formatRelative(proposal.etaAt, now)}`;
}

export function OpenProposals({ proposals, now }: { proposals: readonly OpenProposal[] | null; now: Date }) {
  return (
    <List title="Open proposals" to="/proposals" rows={proposals} empty="Nothing to decide right now.">
      {(proposal) => (
        <li key={proposal.id} className={row}>
          <div className="min-w-0">
            <Link
              to="/proposals/$id"
              params={{ id: proposal.proposalId }}
              className="font-semibold hover:text-accent hover:underline [overflow-wrap:anywhere]"
            >
              {shownText(proposal.title)}
            </Link>
            <p className="text-xs text-ink-faint">{nextStep(proposal, now)}</p>
          </div>
          <ProposalStateBadge state={proposal.state} />
        </li>
      )}
    </List>
  );
}

export function RecentRuns({ runs, now }: { runs: readonly RecentRun[] | null; now: Date }) {
  return (
    <List title="Recent runs" to="/runs" rows={runs} empty="No run yet. A fine-tune that is executed opens one.">
      {(run) => (
        <li key={run.runId} className={row}>
          <div className="min-w-0">
            <Link to="/runs/$id" params={{ id: run.runId }} className="font-semibold hover:text-accent hover:underline">
              {run.subject} v{run.version}
            </Link>
            <p className="truncate text-xs text-ink-faint">
              {shownText(run.proposal?.title ?? 'policy adopted at deployment')} · opened{' '}
              {formatRelative(run.openedAt, now)}
            </p>
          </div>
          <RunStateBadge state={run.state} isInForce={run.policy.isActive} />
        </li>
      )}
    </List>
  );
}
