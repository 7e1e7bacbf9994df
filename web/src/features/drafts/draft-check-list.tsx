import type { DraftCheck } from './draft-checks';

const marks = { true: ['✓', 'text-pass'], false: ['×', 'text-miss'], null: ['·', 'text-ink-faint'] } as const;

/** Each check with its mark, and what it found. */
export function DraftCheckList({ checks }: { checks: readonly DraftCheck[] }) {
  return (
    <ul className="grid gap-3 text-sm">
      {checks.map(({ name, passed, detail }) => {
        const [mark, tone] = marks[String(passed) as keyof typeof marks];
        return (
          <li key={name} className="flex gap-2.5">
            <span aria-hidden="true" className={`w-3 shrink-0 text-center font-bold ${tone}`}>
              {mark}
            </span>
            <div>
              <p className="font-semibold">
                {name}
                <span className="sr-only">{passed === null ? ': not known' : passed ? ': met' : ': not met'}</span>
              </p>
              <p className="text-xs text-ink-faint [overflow-wrap:anywhere]">{detail}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
