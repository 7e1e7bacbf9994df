import { Link } from '@tanstack/react-router';
import { useChainTime } from '../../data/chain-time';
import { graphql, type ResultOf } from '../../data/graphql';
import { useOrganization } from '../../data/organization';
import { useGraphql } from '../../data/use-graphql';
import { formatRelative } from '../../lib/format';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { Empty, LoadError, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { ProposalStateBadge, RunStateBadge } from '../../ui/state-badge';
import { LiveModel } from './live-model';

const overviewQuery = graphql(`
  query Overview($organization: String!) {
    proposals(organization: $organization, page: { limit: 20 }) {
      nodes {
        id
        proposalId
        title
        state
        voteStartAt
        voteEndAt
        etaAt
      }
    }
    runs(organization: $organization, page: { limit: 5 }) {
      nodes {
        runId
        subject
        version
        state
        openedAt
        proposal {
          title
        }
      }
    }
  }
`);

type ProposalRow = ResultOf<typeof overviewQuery>['proposals']['nodes'][number];

/** The states in which somebody still has to do something. */
const openStates: readonly string[] = ['PENDING', 'ACTIVE', 'SUCCEEDED', 'QUEUED'];

function executableWords(etaAt: Date, now: Date): string {
  return etaAt <= now ? 'ready to be executed' : `executable ${formatRelative(etaAt, now)}`;
}

function nextStep(proposal: ProposalRow, now: Date): string {
  if (proposal.state === 'PENDING') return `voting opens ${formatRelative(proposal.voteStartAt, now)}`;
  if (proposal.state === 'ACTIVE') return `voting ends ${formatRelative(proposal.voteEndAt, now)}`;
  if (proposal.state === 'QUEUED' && proposal.etaAt) return executableWords(new Date(proposal.etaAt), now);
  return 'ready to be queued';
}

export function OverviewPage() {
  const { organization: slug } = useRuntimeConfig();
  const { organization } = useOrganization();
  const { data, error, refetch } = useGraphql(overviewQuery, { organization: slug });
  const now = useChainTime();
  const open = data?.proposals.nodes.filter((proposal) => openStates.includes(proposal.state));
  const runs = data?.runs.nodes;

  return (
    <Page
      title={organization?.name ?? 'Mandate'}
      lead="What answers right now, and the votes that gave it the right to. Every claim on this page links to its proof."
      aside={
        <Link
          to="/propose"
          className="inline-flex min-h-10 items-center rounded-md bg-accent px-4 text-sm font-semibold text-accent-ink hover:bg-accent-strong"
        >
          Draft a proposal
        </Link>
      }
    >
      <Section title="Live now">
        <LiveModel />
      </Section>
      {error && <LoadError what="Proposals and runs" error={error} retry={refetch} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section
          title="Open proposals"
          isFlush
          aside={
            <Link to="/proposals" className="text-accent underline">
              All
            </Link>
          }
        >
          {!open && !error && (
            <div className="p-5">
              <Skeleton />
            </div>
          )}
          {open?.length === 0 && <Empty>Nothing to decide right now.</Empty>}
          <ul className="divide-y divide-line">
            {open?.map((proposal) => (
              <li key={proposal.id} className="flex items-start justify-between gap-4 px-4 py-3 sm:px-5">
                <div className="min-w-0">
                  <Link
                    to="/proposals/$id"
                    params={{ id: proposal.proposalId }}
                    className="font-semibold hover:text-accent hover:underline [overflow-wrap:anywhere]"
                  >
                    {proposal.title}
                  </Link>
                  <p className="text-xs text-ink-faint">{nextStep(proposal, now)}</p>
                </div>
                <ProposalStateBadge state={proposal.state} />
              </li>
            ))}
          </ul>
        </Section>
        <Section
          title="Recent runs"
          isFlush
          aside={
            <Link to="/runs" className="text-accent underline">
              All
            </Link>
          }
        >
          {!runs && !error && (
            <div className="p-5">
              <Skeleton />
            </div>
          )}
          {runs?.length === 0 && <Empty>No run yet. A fine-tune that is executed opens one.</Empty>}
          <ul className="divide-y divide-line">
            {runs?.map((run) => (
              <li key={run.runId} className="flex items-start justify-between gap-4 px-4 py-3 sm:px-5">
                <div className="min-w-0">
                  <Link
                    to="/runs/$id"
                    params={{ id: run.runId }}
                    className="font-semibold hover:text-accent hover:underline"
                  >
                    {run.subject} v{run.version}
                  </Link>
                  <p className="truncate text-xs text-ink-faint">
                    {run.proposal?.title ?? 'policy adopted at deployment'} · opened {formatRelative(run.openedAt, now)}
                  </p>
                </div>
                <RunStateBadge state={run.state} />
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  );
}
