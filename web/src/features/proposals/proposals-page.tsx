import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChainTime } from '../../data/chain-time';
import { formatCompactAmount, formatExpected, formatRelative } from '../../lib/format';
import { shownText } from '../../lib/shown-text';
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
          {shownText(proposal.title)}
        </Link>
        <p className="text-xs text-ink-faint">
          {proposal.track && `${proposal.track.name} track · `}
          proposed {formatRelative(proposal.createdAt, now)}
          {proposal.state === 'PENDING' &&
            ` · voting opens ${formatExpected(proposal.voteStartAt, now, proposal.isVoteStartEstimated)}`}
          {proposal.state === 'ACTIVE' &&
            ` · voting ends ${formatExpected(proposal.voteEndAt, now, proposal.isVoteEndEstimated)}`}
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

interface StateFilterProps {
  state: ProposalStateName | null;
  onChange: (state: ProposalStateName | null) => void;
}

function StateFilter({ state, onChange }: StateFilterProps) {
  return (
    <SelectField
      label="State"
      isLabelHidden
      value={state ?? ''}
      onChange={(event) => onChange((event.target.value || null) as ProposalStateName | null)}
    >
      <option value="">All states</option>
      {states.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </SelectField>
  );
}

interface PagerProps {
  cursors: readonly string[];
  next: string | null;
  onChange: (cursors: string[]) => void;
}

/** Keeps the way that led here, so that one can go back on it. */
function Pager({ cursors, next, onChange }: PagerProps) {
  if (cursors.length === 0 && !next) return null;
  return (
    <nav className="flex justify-between border-t border-line px-4 py-3 sm:px-5" aria-label="Pages">
      <Button isSmall disabled={cursors.length === 0} onClick={() => onChange(cursors.slice(0, -1))}>
        Newer
      </Button>
      <Button isSmall disabled={!next} onClick={() => next && onChange([...cursors, next])}>
        Older
      </Button>
    </nav>
  );
}

function DraftLink() {
  return (
    <Link
      to="/propose"
      className="inline-flex min-h-10 items-center rounded-md bg-accent px-4 text-sm font-semibold text-accent-ink hover:bg-accent-strong"
    >
      Draft a proposal
    </Link>
  );
}

export function ProposalsPage() {
  const [state, setState] = useState<ProposalStateName | null>(null);
  const [cursors, setCursors] = useState<string[]>([]);
  const { data, error, refetch } = useProposals(state, cursors.at(-1) ?? null);
  const now = useChainTime();
  const page = data?.proposals;

  function filter(next: ProposalStateName | null) {
    setState(next);
    setCursors([]);
  }

  return (
    <Page
      title="Proposals"
      lead="Every change starts here: exact calls, a vote, a delay. Nothing is executed but what was voted."
      aside={<DraftLink />}
    >
      <Section title="All proposals" isFlush aside={<StateFilter state={state} onChange={filter} />}>
        {error && !page && <LoadError what="The proposals" error={error} retry={refetch} />}
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
        {page && (
          <Pager
            cursors={cursors}
            next={page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null}
            onChange={setCursors}
          />
        )}
      </Section>
    </Page>
  );
}
