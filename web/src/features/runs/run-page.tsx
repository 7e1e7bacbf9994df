import { Link } from '@tanstack/react-router';
import { shownText } from '../../lib/shown-text';
import { JsonView } from '../../ui/json-view';
import { Page } from '../../ui/page';
import { Seal } from '../../ui/seal';
import { Section } from '../../ui/section';
import { useRun } from './run.query';
import { RunPanel } from './run-panel';

export function RunPage({ runId }: { runId: string }) {
  const { run } = useRun(runId);
  return (
    <Page
      title={run ? `${run.subject} v${run.version}` : 'Run'}
      kicker={<span>Run</span>}
      lead={
        run?.proposal && (
          <>
            Ordered by{' '}
            <Link to="/proposals/$id" params={{ id: run.proposal.proposalId }} className="text-accent underline">
              {shownText(run.proposal.title)}
            </Link>
          </>
        )
      }
      aside={<Seal digest={run?.receipt?.artifactDigest ?? runId} size={72} title="Seal of the revision" />}
    >
      <RunPanel runId={runId} isPage />
      {run?.job != null && (
        <Section title="The job, as voted">
          <div className="overflow-x-auto text-sm">
            <JsonView value={run.job} />
          </div>
        </Section>
      )}
    </Page>
  );
}
