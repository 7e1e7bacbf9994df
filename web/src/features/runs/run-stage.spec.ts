import { describe, expect, it } from '@jest/globals';
import { aGate, aReceipt, aRun } from '../../testing/run.builder';
import type { Run } from './run.query';
import { stagesOf } from './run-stage';

const statuses = (part: Partial<Run>) => stagesOf(aRun(part)).map((stage) => stage.status);
const canary: Run['canary'] = {
  bps: 2000,
  startedAt: '2026-01-01T00:00:00Z',
  endsAt: '2026-01-01T00:01:00Z',
  requestsRequired: 5,
};
const wasActive = { digest: `0x${'02'.repeat(32)}`, wasActive: true, isActive: false } as const;

describe('stages of a run', () => {
  it('trains first', () => {
    expect(statuses({ state: 'OPEN' })).toEqual(['current', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
  });

  it('waits submitted until the receipt is final', () => {
    expect(statuses({ state: 'SUBMITTED' })).toEqual(['done', 'current', 'ahead', 'ahead', 'ahead', 'ahead']);
  });

  it('is in the canary after the first gate', () => {
    expect(statuses({ state: 'CANARY' })).toEqual(['done', 'done', 'done', 'current', 'ahead', 'ahead']);
  });

  it('is done when active', () => {
    expect(statuses({ state: 'ACTIVE' })).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
  });

  it('stops at the first gate when rejected', () => {
    expect(statuses({ state: 'REJECTED' })).toEqual(['done', 'done', 'missed', 'ahead', 'ahead', 'ahead']);
  });

  it('stops at the second gate when the canary missed', () => {
    const gates = [aGate('canary', [['errorRate', 'atMost', '0.05', '0.5']])];
    expect(statuses({ state: 'ROLLED_BACK', canary, gates })).toEqual([
      'done',
      'done',
      'done',
      'done',
      'missed',
      'ahead',
    ]);
  });

  it('names the last stage rolled back when it was in force', () => {
    const stages = stagesOf(aRun({ state: 'ROLLED_BACK', canary, policy: wasActive }));
    expect(stages.at(-1)).toEqual({ name: 'Rolled back', status: 'missed' });
  });

  it('fails where it was', () => {
    expect(statuses({ state: 'FAILED' })[0]).toBe('missed');
    expect(statuses({ state: 'FAILED', receipt: aReceipt() }).slice(0, 2)).toEqual(['done', 'missed']);
  });
});
