import type { Proposal } from '../queries/proposal.js';
import type { Tally } from '../queries/tally.js';
import type { TimelineEvent } from '../queries/timeline.js';
import { chainIdOf } from './tally-ids.js';

/** Our steps that Tally has a word for. */
const EVENT_TYPES = new Map([
  ['created', 'created'],
  ['voteStarts', 'activated'],
  ['queued', 'queued'],
  ['executed', 'executed'],
  ['canceled', 'canceled'],
  ['expires', 'expired'],
]);

/** What happened to a proposal so far. */
export function eventsOf(proposal: Proposal, timeline: TimelineEvent[]): object[] {
  return timeline
    .filter((event) => !event.isFuture && EVENT_TYPES.has(event.kind))
    .map((event) => ({
      chainId: chainIdOf(proposal.chainId),
      createdAt: event.at.toISOString(),
      type: EVENT_TYPES.get(event.kind),
      txHash: event.txHash,
    }));
}

/** The raw calls of a proposal. */
export function callsOf(proposal: Proposal): object[] {
  return proposal.rawCalls.map((call, index) => ({
    calldata: call.calldata,
    chainId: chainIdOf(proposal.chainId),
    index,
    signature: call.signature || null,
    target: call.target,
    value: call.value.toString(),
  }));
}

/** The votes by kind, with the share of all in percent. */
export function voteStatsOf(tally: Tally): object[] {
  const total = tally.for + tally.against + tally.abstain;
  const kinds: readonly (readonly [string, bigint])[] = [
    ['for', tally.for],
    ['against', tally.against],
    ['abstain', tally.abstain],
  ];
  return kinds.map(([type, votes]) => ({
    type,
    votesCount: votes.toString(),
    percent: total === 0n ? 0 : Number((votes * 10_000n) / total) / 100,
  }));
}
