import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import { Button } from './button';

const tones = {
  neutral: 'border-line bg-sunken text-ink-soft',
  pass: 'border-pass/40 bg-pass-wash text-pass',
  canary: 'border-canary/40 bg-canary-wash text-canary',
  miss: 'border-miss/40 bg-miss-wash text-miss',
};

interface NoticeProps {
  tone?: keyof typeof tones;
  title?: string;
  role?: 'status' | 'alert';
  children?: ReactNode;
}

/** Something a person should know before going on. */
export function Notice({ tone = 'neutral', title, role, children }: NoticeProps) {
  return (
    <div role={role} className={classNames('rounded-md border px-4 py-3 text-sm', tones[tone])}>
      {title && <p className="font-semibold">{title}</p>}
      {children && <div className={classNames('[overflow-wrap:anywhere]', title && 'mt-1 text-ink')}>{children}</div>}
    </div>
  );
}

interface LoadErrorProps {
  what: string;
  error: Error;
  retry?: () => void;
}

/** A read that failed: what could not be read, why, and a way to try again. */
export function LoadError({ what, error, retry }: LoadErrorProps) {
  return (
    <Notice tone="miss" role="alert" title={`${what} could not be read`}>
      <p>{error.message}</p>
      {retry && (
        <Button isSmall className="mt-2" onClick={retry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="py-6 text-center text-sm text-ink-faint">{children}</p>;
}

/** A quiet placeholder of `lines` lines while something is read. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3 py-1">
      {Array.from({ length: lines }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
          key={index}
          className={classNames('pulse-soft h-4 rounded bg-sunken', index % 3 === 2 ? 'w-2/3' : 'w-full')}
        />
      ))}
    </div>
  );
}
