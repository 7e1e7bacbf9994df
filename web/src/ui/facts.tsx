import type { ReactNode } from 'react';

/** Names and values, one pair a line; on a narrow screen the value goes below its name. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-x-6 text-sm sm:grid-cols-[minmax(9rem,max-content)_1fr]">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-2 text-ink-faint sm:border-t sm:border-line sm:py-2 sm:[&:first-of-type]:border-0">{name}</dt>
      <dd className="min-w-0 pb-2 [overflow-wrap:anywhere] max-sm:border-b max-sm:border-line sm:border-t sm:border-line sm:py-2 sm:[&:first-of-type]:border-0">
        {children}
      </dd>
    </>
  );
}
