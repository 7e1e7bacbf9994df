import { formatCount, formatDuration } from '../../lib/format';
import { LineChart } from '../../ui/line-chart';
import type { Run } from './run.query';

const phases: Record<string, string> = {
  load: 'Loading the base model and the data',
  train: 'Training',
  evaluate: 'Evaluating',
  write: 'Writing the revision',
};

type TrainingProgressProps = Pick<Run, 'progress' | 'losses' | 'state' | 'trainSeconds'>;

/** Training counts its own steps; the other phases count theirs, so these are only taken from it. */
function trainedSteps({ progress, losses }: TrainingProgressProps): { step: number; steps: number } | null {
  if (progress?.phase === 'train') return progress;
  const last = losses.at(-1);
  return last ? { step: last.step, steps: last.step } : null;
}

function Figures(props: TrainingProgressProps) {
  const { progress, losses, state, trainSeconds } = props;
  const trained = trainedSteps(props);
  const loss = progress?.loss ?? losses.at(-1)?.loss;
  const isTraining = state === 'OPEN';
  return (
    <div
      className="tabular flex flex-wrap items-baseline gap-x-6 gap-y-1 text-sm"
      role={isTraining ? 'status' : undefined}
    >
      <span className="font-semibold">
        {isTraining ? (phases[progress?.phase ?? ''] ?? progress?.phase) : `Trained in attempt ${progress?.attempt}`}
      </span>
      {trained && (
        <span>
          step {formatCount(trained.step)} of {formatCount(trained.steps)}
        </span>
      )}
      {loss !== undefined && <span>loss {loss.toFixed(3)}</span>}
      {trainSeconds !== null && <span>in {formatDuration(trainSeconds)}</span>}
      {isTraining && progress && progress.secondsLeft !== null && (
        <span>about {formatDuration(progress.secondsLeft)} left</span>
      )}
    </div>
  );
}

/** Step, loss and time left while the worker trains; the whole loss curve afterwards. */
export function TrainingProgress(props: TrainingProgressProps) {
  const { progress, losses, state } = props;
  if (!progress) {
    if (state !== 'OPEN') return null;
    return (
      <p className="text-sm text-ink-soft">Waiting for a worker to take the run. It starts on finalized blocks only.</p>
    );
  }
  const steps = trainedSteps(props)?.steps ?? progress.steps;

  return (
    <div className="grid gap-3">
      <Figures {...props} />
      {state === 'OPEN' && (
        <progress
          aria-label="Training steps"
          value={progress.step}
          max={Math.max(1, progress.steps)}
          className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-all"
        />
      )}
      {losses.length > 1 && (
        <div className="max-w-3xl">
          <LineChart
            label={`Loss over ${steps} steps, from ${losses[0]?.loss.toFixed(2)} to ${losses.at(-1)?.loss.toFixed(2)}`}
            points={losses.map((point) => ({ x: point.step, y: point.loss }))}
            xMax={steps}
          />
        </div>
      )}
    </div>
  );
}
