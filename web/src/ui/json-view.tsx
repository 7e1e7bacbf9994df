import { fromBytes32 } from '../lib/bytes32-text';

/** A string that is itself a JSON document (a job) is shown as what it says. */
function unfold(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** A decoded value, names on the left; nested values go one step in. Nothing is shortened. */
export function JsonView({ value }: { value: unknown }) {
  const shown = unfold(value);
  if (Array.isArray(shown)) {
    if (shown.length === 0) return <span className="text-ink-faint">none</span>;
    return (
      <ol className="grid gap-1">
        {shown.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a decoded list is never reordered
          <li key={index} className="flex min-w-0 gap-2">
            <span className="tabular w-4 shrink-0 text-right text-ink-faint">{index + 1}</span>
            <JsonView value={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (shown !== null && typeof shown === 'object') {
    return (
      <dl className="grid min-w-0 gap-y-0.5">
        {Object.entries(shown).map(([name, inner]) => (
          <div key={name} className="flex min-w-0 flex-wrap gap-x-2">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="min-w-0">
              <JsonView value={inner} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <span className="break-all font-mono text-[0.8125em]">{fromBytes32(String(shown))}</span>;
}
