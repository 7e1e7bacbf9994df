import { Link } from '@tanstack/react-router';
import { useChainTime } from '../../data/chain-time';
import { useOrganization } from '../../data/organization';
import { LoadError } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { LiveModel } from './live-model';
import { useOverview } from './overview.query';
import { OpenProposals, RecentRuns } from './overview-lists';
import { Treasury } from './treasury';

/** What is live, what is to be decided, and what is being carried out. */
export function OverviewPage() {
  const { organization } = useOrganization();
  const { openProposals, recentRuns, error, refetch } = useOverview();
  const now = useChainTime();

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
      {error && !openProposals && <LoadError what="Proposals and runs" error={error} retry={refetch} />}
      {(!error || openProposals) && (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <OpenProposals proposals={openProposals} now={now} />
          <RecentRuns runs={recentRuns} now={now} />
        </div>
      )}
      {organization && <Treasury organization={organization} />}
    </Page>
  );
}
