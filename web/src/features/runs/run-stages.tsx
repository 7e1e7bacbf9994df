import { classNames } from '../../lib/class-names';
import { type StagedRun, type StageStatus, stagesOf } from './run-stage';

const spoken: Record<StageStatus, string> = {
  done: 'passed',
  current: 'under way',
  missed: 'not passed',
  ahead: 'not reached',
};

const marks: Record<StageStatus, string> = { done: '✓', current: '', missed: '×', ahead: '' };

const dots: Record<StageStatus, string> = {
  done: 'border-pass bg-pass text-surface',
  current: 'border-accent bg-surface text-accent',
  missed: 'border-miss bg-miss text-surface',
  ahead: 'border-line-strong bg-surface text-ink-faint',
};

/** Submitted → gate → Canary → gate → Active, and where the run stands on it. */
export function RunStages({ run }: { run: StagedRun }) {
  return (
    <ol className="grid grid-cols-6" aria-label="Stages of the run">
      {stagesOf(run).map(({ name, status }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the stages are fixed, and two of them have the same name
          key={index}
          aria-current={status === 'current' ? 'step' : undefined}
          className="relative flex flex-col items-center gap-2 text-center"
        >
          {index > 0 && (
            <span
              aria-hidden="true"
              className={classNames(
                'absolute right-1/2 top-[0.8125rem] h-0.5 w-full',
                status === 'ahead' ? 'bg-line' : status === 'missed' ? 'bg-miss' : 'bg-pass',
              )}
            />
          )}
          <span
            aria-hidden="true"
            className={classNames(
              'relative z-10 grid size-7 place-items-center border-2 text-sm font-bold ring-4 ring-surface',
              name === 'Gate' ? 'rotate-45 rounded-[5px] scale-90' : 'rounded-full',
              dots[status],
            )}
          >
            <span className={name === 'Gate' ? '-rotate-45' : ''}>
              {status === 'current' ? (
                <span className="pulse-soft block size-2.5 rounded-full bg-current" />
              ) : (
                marks[status]
              )}
            </span>
          </span>
          <span
            className={classNames(
              'text-[0.6875rem] leading-tight sm:text-[0.8125rem]',
              status === 'ahead' ? 'text-ink-faint' : 'font-semibold',
              status === 'missed' && 'text-miss',
            )}
          >
            {name}
            <span className="sr-only">, {spoken[status]}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
