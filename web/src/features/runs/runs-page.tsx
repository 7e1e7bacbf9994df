import { Link } from '@tanstack/react-router';
import { useChainTime } from '../../data/chain-time';
import { graphql, type ResultOf } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { formatRelative } from '../../lib/format';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { shownText } from '../../lib/shown-text';
import { Cell, DataTable } from '../../ui/data-table';
import { DigestLink } from '../../ui/hex';
import { Empty, LoadError, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { RunStateBadge } from '../../ui/state-badge';

const runsQuery = graphql(`
  query Runs($organization: String!) {
    runs(organization: $organization, page: { limit: 50 }) {
      nodes {
        runId
        subject
        version
        state
        openedAt
        policy {
          isActive
        }
        proposal {
          proposalId
          title
        }
        receipt {
          artifactDigest
        }
      }
    }
  }
`);

type RunOfList = ResultOf<typeof runsQuery>['runs']['nodes'][number];

function RunRow({ run, now }: { run: RunOfList; now: Date }) {
  return (
    <tr>
      <Cell>
        <Link
          to="/runs/$id"
          params={{ id: run.runId }}
          className="whitespace-nowrap font-semibold text-accent underline"
        >
          {run.subject} v{run.version}
        </Link>
      </Cell>
      <Cell>
        <RunStateBadge state={run.state} isInForce={run.policy.isActive} />
      </Cell>
      <Cell>
        {run.proposal && (
          <Link to="/proposals/$id" params={{ id: run.proposal.proposalId }} className="hover:underline">
            {shownText(run.proposal.title)}
          </Link>
        )}
      </Cell>
      <Cell>{run.receipt ? <DigestLink digest={run.receipt.artifactDigest} /> : '–'}</Cell>
      <Cell>
        <span className="whitespace-nowrap text-ink-soft">{formatRelative(run.openedAt, now)}</span>
      </Cell>
    </tr>
  );
}

export function RunsPage() {
  const { organization } = useRuntimeConfig();
  const { data, error, refetch } = useGraphql(runsQuery, { organization });
  const now = useChainTime();
  const runs = data?.runs.nodes;

  return (
    <Page
      title="Runs"
      lead="A run carries out one adopted model policy: train, pass the gate, prove itself in the canary, pass the gate again."
    >
      <Section title="All runs" isFlush>
        {error && !runs && <LoadError what="The runs" error={error} retry={refetch} />}
        {!runs && !error && (
          <div className="p-5">
            <Skeleton />
          </div>
        )}
        {runs?.length === 0 && <Empty>No run yet. A fine-tune proposal that is executed opens one.</Empty>}
        {runs && runs.length > 0 && (
          <DataTable caption="Runs, newest first" columns={['Model', 'State', 'Ordered by', 'Revision', 'Opened']}>
            {runs.map((run) => (
              <RunRow key={run.runId} run={run} now={now} />
            ))}
          </DataTable>
        )}
      </Section>
    </Page>
  );
}
