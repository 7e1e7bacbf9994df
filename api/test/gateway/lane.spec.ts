import { describe, expect, it } from '@jest/globals';
import { canarySlot, isInCanary, sessionKeyOf } from '../../src/gateway/lane.js';

const RUN = `0x${'a1'.repeat(32)}`;
const OTHER_RUN = `0x${'b2'.repeat(32)}`;
const sessions = Array.from({ length: 20_000 }, (_, index) => `session:${index}`);

describe('the canary split', () => {
  it('gives a session the same lane every time', () => {
    const first = sessions.slice(0, 200).map((key) => isInCanary(RUN, key, 2_500));
    const second = sessions.slice(0, 200).map((key) => isInCanary(RUN, key, 2_500));

    expect(second).toEqual(first);
  });

  it.each([100, 1_000, 5_000])('sends about %i of 10,000 sessions to the canary', (canaryBps) => {
    const share = sessions.filter((key) => isInCanary(RUN, key, canaryBps)).length / sessions.length;

    const expected = canaryBps / 10_000;
    const fourSigma = 4 * Math.sqrt((expected * (1 - expected)) / sessions.length);
    expect(Math.abs(share - expected)).toBeLessThan(fourSigma);
  });

  it('sends nobody at 0 and everybody at 10,000', () => {
    expect(sessions.some((key) => isInCanary(RUN, key, 0))).toBe(false);
    expect(sessions.every((key) => isInCanary(RUN, key, 10_000))).toBe(true);
  });

  it('keeps the sessions of a smaller share when the share grows', () => {
    const small = sessions.filter((key) => isInCanary(RUN, key, 500));

    expect(small.every((key) => isInCanary(RUN, key, 2_000))).toBe(true);
  });

  it('draws other sessions for another run', () => {
    const first = sessions.filter((key) => isInCanary(RUN, key, 1_000));
    const again = first.filter((key) => isInCanary(OTHER_RUN, key, 1_000)).length / first.length;

    expect(again).toBeGreaterThan(0.05);
    expect(again).toBeLessThan(0.16);
  });

  it('does not depend on how the run id is written', () => {
    expect(canarySlot(RUN.toUpperCase().replace('0X', '0x'), 'k')).toBe(canarySlot(RUN, 'k'));
  });

  it('knows a session by its own id, then the user field, then the address', () => {
    const address = '192.0.2.1';
    expect(sessionKeyOf({ sessionId: 's', user: 'u', address })).toBe('session:s');
    expect(sessionKeyOf({ user: 'u', address })).toBe('user:u');
    expect(sessionKeyOf({ address })).toBe('address:192.0.2.1');
  });
});
