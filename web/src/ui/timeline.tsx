import { classNames } from '../lib/class-names';
import { formatDateTime, formatRelative } from '../lib/format';
import { AddressText, TxLink } from './hex';

interface TimelineProps {
  events: readonly { kind: string; at: string; isFuture: boolean; txHash: string | null; actor: string | null }[];
  now: Date;
}

/** `voteStart`, `VOTE_START` and `VoteStart` all read "Vote start". */
export function wordsOf(kind: string): string {
  const spaced = kind
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The page's idea of chain time runs a little behind a fresh block: what has happened is never said to be yet to come. */
function whenOf({ at, isFuture }: { at: string; isFuture: boolean }, now: Date): string {
  return !isFuture && new Date(at) > now ? 'now' : formatRelative(at, now);
}

/** What has happened, with its transaction, and what is still to come. */
export function Timeline({ events, now }: TimelineProps) {
  return (
    <ol className="relative grid gap-4 border-l border-line-strong pl-5 text-sm">
      {events.map((event) => (
        <li key={`${event.kind}${event.at}${event.txHash}`} className="relative">
          <span
            aria-hidden="true"
            className={classNames(
              'absolute -left-[1.625rem] top-1 size-3 rounded-full border-2',
              event.isFuture ? 'border-line-strong bg-surface' : 'border-accent bg-accent',
            )}
          />
          <p className={classNames('font-semibold', event.isFuture && 'text-ink-faint')}>{wordsOf(event.kind)}</p>
          <p className="text-xs text-ink-faint">
            <time dateTime={event.at} title={formatDateTime(event.at)}>
              {whenOf(event, now)}
            </time>
            {event.actor && (
              <>
                {' '}
                by <AddressText address={event.actor} />
              </>
            )}
            {event.txHash && (
              <>
                {' · '}
                <TxLink hash={event.txHash} />
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
