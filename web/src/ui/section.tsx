import type { ReactNode } from 'react';
import { useId } from 'react';
import { classNames } from '../lib/class-names';

interface SectionProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  isFlush?: boolean;
}

/** A titled part of a page on its own sheet. `isFlush` lets a table run to the edges. */
export function Section({ title, aside, children, isFlush = false }: SectionProps) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 sm:px-5">
        <h2 id={headingId} className="pt-0.5 text-[1.0625rem]">
          {title}
        </h2>
        {aside && <div className="text-sm text-ink-soft">{aside}</div>}
      </header>
      <div className={classNames(!isFlush && 'p-4 sm:p-5')}>{children}</div>
    </section>
  );
}
