import type { ReactNode } from 'react';
import { useChainTime } from '../../data/chain-time';
import { formatDateTime, formatExpected, formatRelative } from '../../lib/format';
import { shownText } from '../../lib/shown-text';
import { CallCard } from '../../ui/call-card';
import { AddressText, DigestLink } from '../../ui/hex';
import { Markdown } from '../../ui/markdown';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { ProposalStateBadge } from '../../ui/state-badge';
import { Timeline } from '../../ui/timeline';
import { TrackRules } from '../../ui/track-rules';
import { type Proposal, useProposal } from './proposal.query';
import { ProposalSteps } from './proposal-steps';
import { TallyView } from './tally-view';
import { VoteBox } from './vote-box';
import { VotesList } from './votes-list';

interface ProposalPageProps {
  proposalId: string;
  /** Draws the run that this proposal leads to; the run is another feature's. */
  renderRun: (runId: string) => ReactNode;
}

/** The heading is the title already, and the proposer stands beside it: neither is repeated in the text. */
export function bodyOf(description: string): string {
  return description.replace(/^#\s[^\n]*\n+/, '').replace(/\s*#proposer=0x[0-9a-fA-F]{40}$/, '');
}

function Standing({ proposal, now }: { proposal: Proposal; now: Date }) {
  const when = {
    PENDING: `Voting opens ${formatExpected(proposal.voteStartAt, now, proposal.isVoteStartEstimated)}`,
    ACTIVE: `Voting ends ${formatExpected(proposal.voteEndAt, now, proposal.isVoteEndEstimated)}`,
    QUEUED: proposal.isExecutable
      ? 'Ready to be executed'
      : `Executable ${proposal.etaAt ? formatRelative(proposal.etaAt, now) : 'later'}`,
  };
  const text = when[proposal.state as keyof typeof when] ?? `Voting ended ${formatRelative(proposal.voteEndAt, now)}`;
  return <span title={formatDateTime(proposal.voteEndAt)}>{text}</span>;
}

function Adopted({ policies }: { policies: Proposal['policies'] }) {
  if (policies.length === 0) return null;
  return (
    <Section title="What it adopted">
      <ul className="grid gap-2 text-sm">
        {policies.map((policy) => (
          <li key={policy.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold">
              {policy.kind.toLowerCase()} policy of {policy.subject}, v{policy.version}
            </span>
            <DigestLink digest={policy.digest} />
            <span className="text-ink-faint">{policy.isActive ? 'in force' : 'not in force'}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What will be done and why, and who voted how. */
function Content({
  proposal,
  now,
  renderRun,
}: { proposal: Proposal; now: Date } & Pick<ProposalPageProps, 'renderRun'>) {
  const { calls } = proposal;
  const reasons = bodyOf(proposal.description);
  return (
    <div className="grid min-w-0 gap-5">
      {proposal.runs.map(({ runId }) => (
        <div key={runId}>{renderRun(runId)}</div>
      ))}
      <Section title="What it does" isFlush aside={`${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`}>
        <div className="divide-y divide-line">
          {calls.map((call) => (
            <CallCard key={call.index} call={call} />
          ))}
        </div>
      </Section>
      <Adopted policies={proposal.policies} />
      <Section title="Why">
        {reasons ? (
          <Markdown text={reasons} />
        ) : (
          <p className="text-sm text-ink-faint">The proposer gave no reasons.</p>
        )}
      </Section>
      <Section title="Votes" aside={`${proposal.tally.voters} cast`} isFlush>
        <VotesList votes={proposal.votes.nodes} count={proposal.tally.voters} now={now} />
      </Section>
    </div>
  );
}

/** The tally with what one can do now, the rules, and the timeline. On a narrow screen the tally comes first of all. */
function Side({ proposal, governor, now }: { proposal: Proposal; governor: `0x${string}`; now: Date }) {
  return (
    <aside className="grid gap-5 max-lg:contents" aria-label="Vote and rules">
      <div className="max-lg:order-first">
        <Section title="Tally">
          <div className="grid gap-5">
            <TallyView tally={proposal.tally} />
            {proposal.state === 'ACTIVE' && <VoteBox governor={governor} proposal={proposal} />}
            <ProposalSteps governor={governor} proposal={proposal} now={now} />
          </div>
        </Section>
      </div>
      {proposal.track && (
        <Section title="Rules">
          <TrackRules track={proposal.track} />
        </Section>
      )}
      <Section title="Timeline">
        <Timeline events={proposal.timeline} now={now} />
      </Section>
    </aside>
  );
}

export function ProposalPage({ proposalId, renderRun }: ProposalPageProps) {
  const { proposal, organization, isMissing, error, refetch } = useProposal(proposalId);
  const now = useChainTime();

  if (isMissing) return <Page title="No such proposal">{<Notice tone="miss">{proposalId}</Notice>}</Page>;
  if (!proposal || !organization) {
    return (
      <Page title="Proposal">
        {error ? <LoadError what="The proposal" error={error} retry={refetch} /> : <Skeleton lines={8} />}
      </Page>
    );
  }

  // The run stands before the calls that led to it: what these do is said above it.
  const { calls } = proposal;
  return (
    <Page
      title={proposal.title}
      lead={proposal.runs.length > 0 && calls.map((call) => shownText(call.sentence)).join('. ')}
      kicker={
        <>
          <ProposalStateBadge state={proposal.state} />
          <Standing proposal={proposal} now={now} />
          <span aria-hidden="true">·</span>
          <span>
            by <AddressText address={proposal.proposer.address} />
          </span>
        </>
      }
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Content proposal={proposal} now={now} renderRun={renderRun} />
        <Side proposal={proposal} governor={organization.addresses.governor} now={now} />
      </div>
    </Page>
  );
}
