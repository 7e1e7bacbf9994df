import { describe, expect, it } from '@jest/globals';
import { BackfillPace, durationText } from '../../src/indexer/backfill-pace.js';

function paceOf(...notes: [at: number, block: number, logs: number][]): BackfillPace {
  const pace = new BackfillPace();
  for (const note of notes) pace.note(...note);
  return pace;
}

describe('the pace of a backfill', () => {
  it('is not known from one look', () => {
    expect(paceOf([0, 100, 5]).to(1_000)).toEqual({ eventsPerSecond: 0, secondsLeft: null });
  });

  it('tells events per second, and the seconds to the head', () => {
    expect(paceOf([0, 0, 0], [10_000, 100, 5_000]).to(400)).toEqual({ eventsPerSecond: 500, secondsLeft: 30 });
  });

  it('is that of the last minute', () => {
    const pace = paceOf([0, 0, 0], [100_000, 100, 100], [130_000, 400, 100], [160_000, 700, 100]);

    expect(pace.to(1_000)).toEqual({ eventsPerSecond: 0, secondsLeft: 30 });
  });

  it('leaves nothing at the head, and promises nothing when nothing moves', () => {
    expect(paceOf([0, 0, 0], [1_000, 100, 5]).to(100).secondsLeft).toBe(0);
    expect(paceOf([0, 100, 5], [1_000, 100, 5]).to(200).secondsLeft).toBeNull();
  });

  it('begins again after a reorg', () => {
    expect(paceOf([0, 0, 0], [1_000, 100, 5], [2_000, 90, 5]).to(200).secondsLeft).toBeNull();
  });

  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [61, '2 min'],
    [7_500, '2 h 5 min'],
  ])('says %d seconds as people do', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
