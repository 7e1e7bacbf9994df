import { describe, expect, it } from '@jest/globals';
import { RateLimit } from '../../src/gateway/rate-limit.js';

function limitAt(startMs: number) {
  const clock = { nowMs: startMs };
  return { clock, limit: new RateLimit(() => clock.nowMs) };
}

function takeMany(limit: RateLimit, times: number, requestsPerMinute: number): number {
  return Array.from({ length: times }, () => limit.take('client', requestsPerMinute)).filter((one) => one.isAllowed)
    .length;
}

describe('the rate limit', () => {
  it('allows exactly the number of requests of a minute', () => {
    const { limit } = limitAt(60_000_000);

    expect(takeMany(limit, 25, 10)).toBe(10);
  });

  it('does not allow twice the number around the turn of a minute', () => {
    const { limit, clock } = limitAt(60_000_000 + 59_000);
    takeMany(limit, 10, 10);

    clock.nowMs += 2_000;

    expect(takeMany(limit, 10, 10)).toBe(0);
  });

  it('counts each client for itself', () => {
    const { limit } = limitAt(60_000_000);
    takeMany(limit, 10, 10);

    expect(limit.take('somebody else', 10)).toEqual({ isAllowed: true });
  });

  it('says when to come back, and then lets the client in', () => {
    for (const offset of [0, 1_000, 31_000, 59_999]) {
      for (const requestsPerMinute of [1, 2, 7, 60]) {
        const { limit, clock } = limitAt(60_000_000 + offset);
        takeMany(limit, requestsPerMinute, requestsPerMinute);

        const refused = limit.take('client', requestsPerMinute);
        if (refused.isAllowed) throw new Error('one request too many was allowed');
        clock.nowMs += refused.retryAfterSeconds * 1_000;

        expect(limit.take('client', requestsPerMinute)).toEqual({ isAllowed: true });
      }
    }
  });

  it('allows nothing at a limit of zero', () => {
    const { limit } = limitAt(60_000_000);

    expect(limit.take('client', 0).isAllowed).toBe(false);
  });
});
