import { fromBytes32 } from '../lib/bytes32-text';
import { shownText } from '../lib/shown-text';
import { DigestLink } from './hex';

/** A string that is itself a JSON document (a job) is shown as what it says. */
function unfold(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const isNested = (value: unknown): value is object => value !== null && typeof value === 'object';

function Leaf({ value }: { value: unknown }) {
  const text = fromBytes32(String(value));
  if (/^(sha256:|0x)[0-9a-f]{64}$/.test(text)) return <DigestLink digest={text} isWhole hasSeal={false} />;
  return <span className="break-all font-mono text-[0.8125rem]">{text === '' ? '""' : shownText(text)}</span>;
}

/** A decoded value, names on the left; nested values go one step in. Nothing is shortened. */
export function JsonView({ value }: { value: unknown }) {
  const shown = unfold(value);
  if (!isNested(shown)) return <Leaf value={shown} />;
  const entries = Object.entries(shown);
  if (entries.length === 0) return <span className="text-ink-faint">none</span>;

  return (
    <dl className="grid min-w-0 gap-1">
      {entries.map(([name, inner]) => {
        const label = Array.isArray(shown) ? String(Number(name) + 1) : name;
        const isBlock = isNested(unfold(inner));
        return (
          <div key={name} className={isBlock ? 'min-w-0' : 'grid min-w-0 gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]'}>
            <dt className="text-ink-faint">{label}</dt>
            <dd className={isBlock ? 'mt-1 min-w-0 border-l border-line-strong pl-4' : 'min-w-0'}>
              <JsonView value={inner} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
