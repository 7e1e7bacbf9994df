import { Link } from '@tanstack/react-router';
import { useChainTime } from '../../data/chain-time';
import { classNames } from '../../lib/class-names';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { Section } from '../../ui/section';
import { RunStateBadge } from '../../ui/state-badge';
import { Timeline } from '../../ui/timeline';
import { GateTable } from './gate-table';
import { type Run, useRun } from './run.query';
import { RunDigests } from './run-digests';
import { RunOutcome } from './run-outcome';
import { RunStages } from './run-stages';
import { TrainingProgress } from './training-progress';

const overStates: readonly Run['state'][] = ['REJECTED', 'FAILED', 'SUPERSEDED', 'ROLLED_BACK'];

interface RunPanelProps {
  runId: string;
  /** On its own page the panel is the page; elsewhere it links to it. */
  isPage?: boolean;
}

/** The one view in which a run goes from training to active, live. */
export function RunPanel({ runId, isPage = false }: RunPanelProps) {
  const { run, isMissing, error, refetch } = useRun(runId);
  const now = useChainTime();

  if (error && !run) return <LoadError what="The run" error={error} retry={refetch} />;
  if (isMissing) return <Notice tone="miss">There is no run {runId}.</Notice>;
  if (!run) return <Skeleton lines={6} />;

  // A run that is over will never be measured at the gate that it did not reach.
  const gates = run.gates.filter((gate) => gate.passed !== null || !overStates.includes(run.state));
  const title = isPage ? 'Where it stands' : `Run of ${run.subject} v${run.version}`;
  return (
    <div className="grid gap-5" data-testid="run-panel" data-run-state={run.state}>
      <Section
        title={title}
        aside={
          <span className="flex items-center gap-3">
            <RunStateBadge state={run.state} isInForce={run.policy.isActive} />
            {!isPage && (
              <Link to="/runs/$id" params={{ id: run.runId }} className="text-accent underline">
                Run page
              </Link>
            )}
          </span>
        }
      >
        <div className="grid gap-5">
          <RunStages run={run} />
          <RunOutcome {...run} now={now} />
          <TrainingProgress {...run} />
        </div>
      </Section>
      {gates.length > 0 && (
        <Section title="Measured beside voted" isFlush>
          <div className="divide-y divide-line">
            {gates.map((gate) => (
              <GateTable key={gate.stage} gate={gate} />
            ))}
          </div>
        </Section>
      )}
      <div className={classNames('grid gap-5', isPage && 'xl:grid-cols-[minmax(0,1fr)_18rem]')}>
        <Section title="Digests and signatures">
          <RunDigests run={run} />
        </Section>
        <Section title="Run timeline">
          <Timeline events={run.timeline} now={now} />
        </Section>
      </div>
    </div>
  );
}
