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

/** Step, loss and time left while the worker trains; the whole loss curve afterwards. */
export function TrainingProgress({ progress, losses, state, trainSeconds }: TrainingProgressProps) {
  const isTraining = state === 'OPEN';
  if (!progress) {
    if (!isTraining) return null;
    return (
      <p className="text-sm text-ink-soft">Waiting for a worker to take the run. It starts on finalized blocks only.</p>
    );
  }
  const { step, steps, loss, secondsLeft } = progress;

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1 text-sm" role={isTraining ? 'status' : undefined}>
        <span className="font-semibold">
          {isTraining ? (phases[progress.phase] ?? progress.phase) : `Attempt ${progress.attempt}`}
        </span>
        <span className="tabular">
          step {formatCount(step)} of {formatCount(steps)}
        </span>
        {loss !== null && <span className="tabular">loss {loss.toFixed(3)}</span>}
        {trainSeconds !== null && <span className="tabular">trained in {formatDuration(trainSeconds)}</span>}
        {isTraining && secondsLeft !== null && (
          <span className="tabular">about {formatDuration(secondsLeft)} left</span>
        )}
      </div>
      {isTraining && (
        <progress
          aria-label="Training steps"
          value={step}
          max={Math.max(1, steps)}
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
