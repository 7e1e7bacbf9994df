import { formatAmount } from '../lib/format';
import { shownText } from '../lib/shown-text';
import { JsonView } from './json-view';

interface CallCardProps {
  call: {
    index: number;
    target: string;
    targetName: string | null;
    value: string;
    calldata: string;
    signature: string | null;
    decoded: unknown;
    sentence: string;
  };
}

/** One call of a proposal: what it does in words, and exactly what will be sent. Targets are never shortened. */
export function CallCard({ call }: CallCardProps) {
  return (
    <article className="min-w-0" aria-label={`Call ${call.index + 1}`}>
      <p className="px-4 pt-4 font-display text-lg leading-snug [overflow-wrap:anywhere] sm:px-5">
        {shownText(call.sentence)}
      </p>
      <div className="grid gap-2 px-4 pb-4 pt-3 text-sm sm:px-5">
        <p className="[overflow-wrap:anywhere]">
          <span className="label-caps mr-2">Target</span>
          {call.targetName && <span className="mr-2 font-semibold">{call.targetName}</span>}
          <span className="font-mono text-[0.8125em]">{call.target}</span>
        </p>
        <p className="[overflow-wrap:anywhere]">
          <span className="label-caps mr-2">Function</span>
          <span className="font-mono text-[0.8125em]">{call.signature ?? 'not known to this page'}</span>
        </p>
        {BigInt(call.value) > 0n && (
          <p>
            <span className="label-caps mr-2">Sends</span>
            {formatAmount(call.value)} ETH
          </p>
        )}
        {call.decoded != null && (
          <details>
            <summary className="text-accent">Decoded arguments</summary>
            <div className="mt-2 overflow-x-auto rounded bg-sunken p-3 text-[0.8125rem]">
              <JsonView value={call.decoded} />
            </div>
          </details>
        )}
        <details>
          <summary className="text-accent">Raw calldata</summary>
          <p className="mt-2 max-h-48 overflow-auto break-all rounded bg-sunken p-3 font-mono text-xs">
            {call.calldata}
          </p>
        </details>
      </div>
    </article>
  );
}
