import { describe, expect, it } from '@jest/globals';
import {
  type ChainedEvent,
  faultIn,
  faultOfHead,
  hashOfEvent,
  logText,
  readLog,
} from '../../src/store/run-ledger-log.js';

const runId = `0x${'a'.repeat(64)}`;
const states = ['Ordered', 'Claimed', 'Training', 'Trained'];

/** A log as the ledger writes it. */
function aLog(): ChainedEvent[] {
  const events: ChainedEvent[] = [];
  for (const [index, to] of states.entries()) {
    const before = events.at(-1);
    const event = {
      ...{ previous: before?.hash ?? null, runId, sequence: index + 1, from: before?.to ?? null, to },
      ...{ attempt: Math.min(index, 1), detail: index === 0 ? { version: 1 } : null, at: '2026-11-21T12:00:00.000Z' },
    };
    events.push({ ...event, hash: hashOfEvent(event) });
  }
  return events;
}

const changed = (index: number, changes: Partial<ChainedEvent>) =>
  aLog().map((event, at) => (at === index ? { ...event, ...changes } : event));

describe('the log of a run', () => {
  it('is sound as it was written, also after a way through JSON Lines', () => {
    const log = aLog();
    expect(faultIn(log)).toBeNull();
    expect(readLog(logText(log))).toEqual(log);
    expect(logText(log).split('\n')).toHaveLength(states.length + 1);
  });

  it('has the hash that anybody can compute: SHA-256 of the canonical JSON', () => {
    const [first] = aLog();
    // printf '{"at":"2026-11-21T12:00:00.000Z","attempt":0,"detail":{"version":1},"from":null,"previous":null,"runId":"0xaa…","sequence":1,"to":"Ordered"}' | sha256sum
    expect(first?.hash).toBe('sha256:a4ee778750ccafbcf6f85a775293dad014bee7d580a0af4733854f14f6b54ea3');
  });

  it.each([
    ['a changed detail', changed(0, { detail: { version: 2 } }), 'event 1 was changed'],
    ['a changed time', changed(2, { at: '2026-11-21T12:00:01.000Z' }), 'event 3 was changed'],
    ['a changed attempt', changed(1, { attempt: 2 }), 'event 2 was changed'],
    ['an event of another run', changed(2, { runId: `0x${'b'.repeat(64)}` }), 'event 3 is about the run 0xbbb'],
    ['an event left out', aLog().filter((_, index) => index !== 1), 'event 2 is missing: 3 stands in its place'],
    ['no first event', aLog().slice(1), 'event 1 is missing'],
    ['events in another order', [...aLog()].reverse(), 'event 1 is missing: 4 stands in its place'],
    ['a state that does not follow', changed(2, { from: 'Ordered' }), 'event 3 leaves Ordered, the run was Claimed'],
    ['nothing at all', [], 'the log is empty'],
  ])('is found out with %s', (_what, log, fault) => {
    expect(faultIn(log)).toContain(fault);
  });

  it('is found out when one event was changed and every hash after it was made anew', () => {
    const log = aLog();
    const forged: ChainedEvent[] = [];
    for (const event of changed(1, { detail: { txHash: '0x1' } })) {
      const next = { ...event, previous: forged.at(-1)?.hash ?? null };
      forged.push({ ...next, hash: hashOfEvent(next) });
    }
    const head = { sequence: 3, hash: log[2]?.hash ?? '' };

    expect(faultIn(forged)).toBeNull();
    expect(faultOfHead(log, head)).toBeNull();
    expect(faultOfHead(forged, head)).toContain('event 3 has the hash');
    expect(faultOfHead(log.slice(0, 2), head)).toContain('the log ends at event 2, before event 3');
  });

  it('names the line that is no JSON', () => {
    expect(() => readLog('{}\nnonsense\n')).toThrow('line 2 of the log is not JSON');
  });
});
