import { type ReactNode, useEffect } from 'react';
import { shownText } from '../lib/shown-text';

interface PageProps {
  title: string;
  kicker?: ReactNode;
  lead?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: its title (also the document's), an introduction, and the content. */
export function Page({ title, kicker, lead, aside, children }: PageProps) {
  useEffect(() => {
    document.title = `${shownText(title)} · Mandate`;
  }, [title]);

  return (
    <div className="mx-auto w-full max-w-6xl px-4 pb-16 pt-6 sm:px-8 sm:pt-8 lg:pt-3">
      <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0 max-w-3xl">
          {kicker && <div className="mb-2 flex flex-wrap items-center gap-2 text-sm text-ink-soft">{kicker}</div>}
          <h1 className="text-[1.75rem] sm:text-[2.125rem] [overflow-wrap:anywhere]">{shownText(title)}</h1>
          {lead && <p className="mt-2 max-w-[62ch] text-pretty text-ink-soft">{lead}</p>}
        </div>
        {aside && <div className="flex flex-wrap items-center gap-2">{aside}</div>}
      </header>
      <div className="grid gap-5">{children}</div>
    </div>
  );
}
