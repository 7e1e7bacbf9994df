import type { Receipt } from './receipt.js';
import type { Run } from './run.js';
import type { TimelineEvent } from './timeline.js';

/** What happened to a run so far, and what comes next by itself. */
export function runTimeline(run: Run, steps: TimelineEvent[], receipt: Receipt | null, now: Date): TimelineEvent[] {
  const deadline = (kind: string, at: Date): TimelineEvent => ({
    kind,
    at,
    isFuture: at > now,
    txHash: null,
    actor: null,
  });
  const next = [
    ...(run.state === 'SUBMITTED' && receipt ? [deadline('receiptFinal', receipt.finalizableAt)] : []),
    ...(run.state === 'CANARY' && run.canary ? [deadline('canaryEnds', run.canary.endsAt)] : []),
  ];
  return [...steps, ...next];
}
