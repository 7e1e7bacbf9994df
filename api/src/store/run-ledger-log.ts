import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** One move of a run as its log tells it. */
export interface RunEvent {
  /** The hash of the event before; null for the first. */
  readonly previous: string | null;
  readonly runId: string;
  /** 1, 2, 3 … without a gap. */
  readonly sequence: number;
  readonly from: string | null;
  readonly to: string;
  readonly attempt: number;
  readonly detail: Readonly<Record<string, unknown>> | null;
  /** RFC 3339 in UTC, with milliseconds. */
  readonly at: string;
}

/** An event with the hash that covers it, and by `previous` all that came before. */
export interface ChainedEvent extends RunEvent {
  readonly hash: string;
}

/** Where a log stands: whoever holds this can tell whether anything up to it was changed. */
export interface LogHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The SHA-256 of an event's canonical JSON (RFC 8785). Published: it never changes. */
export function hashOfEvent({ previous, runId, sequence, from, to, attempt, detail, at }: RunEvent): string {
  const canonical = canonicalize({ previous, runId, sequence, from, to, attempt, detail, at });
  return `sha256:${createHash('sha256')
    .update(canonical ?? '')
    .digest('hex')}`;
}

/** A log as JSON Lines: an event each, in canonical form. */
export function logText(events: readonly ChainedEvent[]): string {
  return events.map((event) => `${canonicalize(event)}\n`).join('');
}

/** Reads JSON Lines. Throws with the number of the line that is none. */
export function readLog(text: string): ChainedEvent[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as ChainedEvent;
    } catch {
      throw new Error(`line ${index + 1} of the log is not JSON`);
    }
  });
}

/** The first thing that is wrong with a log, in one sentence; null when every event is as it was written. */
export function faultIn(events: readonly ChainedEvent[]): string | null {
  let before: ChainedEvent | null = null;
  for (const [index, event] of events.entries()) {
    const fault = faultBetween(before, event, index + 1);
    if (fault !== null) return fault;
    before = event;
  }
  return events.length === 0 ? 'the log is empty' : null;
}

/** Why a head is not of this log; null when the log goes through it. */
export function faultOfHead(events: readonly ChainedEvent[], head: LogHead): string | null {
  const event = events[head.sequence - 1];
  if (event === undefined) return `the log ends at event ${events.length}, before event ${head.sequence} of the head`;
  if (event.hash !== head.hash) return `event ${head.sequence} has the hash ${event.hash}, the head says ${head.hash}`;
  return null;
}

function faultBetween(before: ChainedEvent | null, event: ChainedEvent, sequence: number): string | null {
  if (event.sequence !== sequence) return `event ${sequence} is missing: ${event.sequence} stands in its place`;
  if (event.previous !== (before?.hash ?? null)) return `event ${sequence} does not follow event ${sequence - 1}`;
  if (before !== null && event.runId !== before.runId) return `event ${sequence} is about the run ${event.runId}`;
  if (event.from !== (before?.to ?? null)) return `event ${sequence} leaves ${event.from}, the run was ${before?.to}`;
  if (hashOfEvent(event) !== event.hash) return `event ${sequence} was changed: its content no longer has its hash`;
  return null;
}
