import { describe, expect, it } from '@jest/globals';
import { type MilestoneSource, milestonesOf } from './milestones';

const now = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

const proposal = (proposalId: string, state: string, seconds: number) => ({
  proposalId,
  title: `Proposal ${proposalId}`,
  state,
  voteStartAt: at(seconds),
  voteEndAt: at(seconds),
  etaAt: at(seconds),
});

const source: MilestoneSource = {
  proposals: [
    proposal('1', 'ACTIVE', 300),
    proposal('2', 'PENDING', 20),
    proposal('3', 'EXECUTED', 10),
    proposal('4', 'QUEUED', -5),
  ],
  runs: [
    { runId: '0x01', subject: 'assistant', version: 3, state: 'CANARY', receipt: null, canary: { endsAt: at(8) } },
    {
      runId: '0x02',
      subject: 'assistant',
      version: 2,
      state: 'ACTIVE',
      receipt: { finalizableAt: at(9) },
      canary: null,
    },
  ],
};

describe('milestones', () => {
  it('are what is still waited for, soonest first', () => {
    expect(milestonesOf(source, now, null).map((milestone) => milestone.name)).toEqual([
      'the canary ends',
      'voting opens',
      'voting ends',
    ]);
  });

  it('begin with the one of the page in view', () => {
    expect(milestonesOf(source, now, '1')[0]).toMatchObject({ owner: '1', name: 'voting ends' });
  });
});
