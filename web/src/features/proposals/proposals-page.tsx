import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChainTime } from '../../data/chain-time';
import { formatCompactAmount, formatRelative } from '../../lib/format';
import { Button } from '../../ui/button';
import { SelectField } from '../../ui/field';
import { Empty, LoadError, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { ProposalStateBadge } from '../../ui/state-badge';
import { type ProposalRow, type ProposalStateName, useProposals } from './proposals.query';

const states: readonly [ProposalStateName, string][] = [
  ['PENDING', 'Pending'],
  ['ACTIVE', 'Voting open'],
  ['SUCCEEDED', 'Succeeded'],
  ['QUEUED', 'Queued'],
  ['EXECUTED', 'Executed'],
  ['DEFEATED', 'Defeated'],
  ['CANCELED', 'Canceled'],
  ['EXPIRED', 'Expired'],
];

function ProposalLine({ proposal, now }: { proposal: ProposalRow; now: Date }) {
  return (
    <li className="grid gap-x-5 gap-y-1.5 px-4 py-3.5 sm:grid-cols-[1fr_auto] sm:px-5">
      <div className="min-w-0">
        <Link
          to="/proposals/$id"
          params={{ id: proposal.proposalId }}
          className="font-display text-lg leading-snug hover:text-accent hover:underline [overflow-wrap:anywhere]"
        >
          {proposal.title}
        </Link>
        <p className="text-xs text-ink-faint">
          {proposal.track && `${proposal.track.name} track · `}
          proposed {formatRelative(proposal.createdAt, now)}
          {proposal.state === 'ACTIVE' && ` · voting ends ${formatRelative(proposal.voteEndAt, now)}`}
        </p>
      </div>
      <div className="flex items-center gap-4 sm:flex-col sm:items-end sm:gap-1.5">
        <ProposalStateBadge state={proposal.state} />
        <span className="tabular text-xs text-ink-faint">
          {formatCompactAmount(proposal.tally.for)} for · {formatCompactAmount(proposal.tally.against)} against
        </span>
      </div>
    </li>
  );
}

export function ProposalsPage() {
  const [state, setState] = useState<ProposalStateName | null>(null);
  const [cursors, setCursors] = useState<string[]>([]);
  const { data, error, refetch } = useProposals(state, cursors.at(-1) ?? null);
  const now = useChainTime();
  const page = data?.proposals;

  return (
    <Page
      title="Proposals"
      lead="Every change starts here: exact calls, a vote, a delay. Nothing is executed but what was voted."
      aside={
        <Link
          to="/propose"
          className="inline-flex min-h-10 items-center rounded-md bg-accent px-4 text-sm font-semibold text-accent-ink hover:bg-accent-strong"
        >
          Draft a proposal
        </Link>
      }
    >
      <Section
        title="All proposals"
        isFlush
        aside={
          <SelectField
            label="State"
            isLabelHidden
            value={state ?? ''}
            onChange={(event) => {
              setState((event.target.value || null) as ProposalStateName | null);
              setCursors([]);
            }}
          >
            <option value="">All states</option>
            {states.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
        }
      >
        {error && <LoadError what="The proposals" error={error} retry={refetch} />}
        {!page && !error && (
          <div className="p-5">
            <Skeleton lines={6} />
          </div>
        )}
        {page?.nodes.length === 0 && <Empty>No proposals here.</Empty>}
        <ul className="divide-y divide-line">
          {page?.nodes.map((proposal) => (
            <ProposalLine key={proposal.id} proposal={proposal} now={now} />
          ))}
        </ul>
        {page && (cursors.length > 0 || page.pageInfo.hasNextPage) && (
          <nav className="flex justify-between border-t border-line px-4 py-3 sm:px-5" aria-label="Pages">
            <Button isSmall disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
              Newer
            </Button>
            <Button
              isSmall
              disabled={!page.pageInfo.hasNextPage}
              onClick={() => page.pageInfo.endCursor && setCursors([...cursors, page.pageInfo.endCursor])}
            >
              Older
            </Button>
          </nav>
        )}
      </Section>
    </Page>
  );
}
