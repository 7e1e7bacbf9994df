import type { ProposalRow } from './proposal-row.js';
import type { TimelineEvent } from './timeline.js';

const OPEN_STATES = new Set(['PENDING', 'ACTIVE', 'SUCCEEDED', 'QUEUED']);

/** What happened to a proposal so far and, while it is open, what its rules say comes next. */
export function proposalTimeline(row: ProposalRow): TimelineEvent[] {
  const event = (kind: string, at: Date | null, txHash: string | null = null, actor: string | null = null) =>
    at ? [{ kind, at, isFuture: at > row.now_at, txHash, actor }] : [];
  const isOpen = OPEN_STATES.has(row.state);
  const isReached = (at: Date) => isOpen || (at <= row.now_at && (!row.canceled_at || at <= row.canceled_at));

  const events = [
    ...event('created', row.block_at, row.tx_hash, row.proposer),
    ...(isReached(row.vote_start_at) ? event('voteStarts', row.vote_start_at) : []),
    ...(isReached(row.vote_end_at) ? event('voteEnds', row.vote_end_at) : []),
    ...event('queued', row.queued_at, row.queue_tx_hash),
    ...(isOpen || row.executed_at ? event('executable', row.eta_at) : []),
    ...event('executed', row.executed_at, row.execute_tx_hash),
    ...event('canceled', row.canceled_at, row.cancel_tx_hash),
    ...(isOpen || row.state === 'EXPIRED' ? event('expires', row.expires_at) : []),
  ];
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}
