import { type ReactNode, useState } from 'react';
import { useOrganization } from '../../data/organization';
import { formatDateTime, formatDuration } from '../../lib/format';
import { Notice } from '../../ui/notice';

const quietSeconds = 60;

/** When a value was last seen to be another one, in milliseconds. */
function useChangedAt(value: unknown): number {
  const [seen, setSeen] = useState(() => ({ value, at: Date.now() }));
  if (value === seen.value) return seen.at;
  const at = Date.now();
  setSeen({ value, at });
  return at;
}

/** Says when what is on the page may be old: the API is gone, or no block has come for a while. Gone when that is over. */
export function ConnectionNotice() {
  const { organization, error, dataUpdatedAt } = useOrganization();
  const headChangedAt = useChangedAt(organization?.head?.blockNumber);
  const secondsQuiet = (dataUpdatedAt - headChangedAt) / 1000;

  if (error && organization) {
    return (
      <Frame>
        <Notice tone="miss" role="alert" title="The API does not answer.">
          What you see is as of {formatDateTime(new Date(dataUpdatedAt))}. It is asked again every few seconds.
        </Notice>
      </Frame>
    );
  }
  if (organization && secondsQuiet > quietSeconds) {
    return (
      <Frame>
        <Notice tone="canary" role="status" title="No new block.">
          The last one was seen {formatDuration(secondsQuiet)} ago: the chain or its indexer may have stopped.
        </Notice>
      </Frame>
    );
  }
  return null;
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-6xl px-4 pt-4 sm:px-8">{children}</div>;
}
