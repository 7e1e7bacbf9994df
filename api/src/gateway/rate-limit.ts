/** The answer of the limiter: allowed, or when to come back. */
export type Allowance = { isAllowed: true } | { isAllowed: false; retryAfterSeconds: number };

interface Counter {
  minute: number;
  current: number;
  previous: number;
}

const MINUTE_MS = 60_000;
const KEYS_MAX = 50_000;

/**
 * Requests per minute and client, as a sliding window of two counters: the previous minute weighs as much as of it is
 * still inside the last sixty seconds. Constant memory per client, however high the limit.
 */
export class RateLimit {
  private readonly counters = new Map<string, Counter>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Counts one request of `key`, unless it would be one too many. */
  take(key: string, requestsPerMinute: number): Allowance {
    const nowMs = this.now();
    const counter = this.counterOf(key, Math.floor(nowMs / MINUTE_MS));
    const passedMs = nowMs % MINUTE_MS;
    const carried = counter.previous * (1 - passedMs / MINUTE_MS);

    if (counter.current + carried + 1 > requestsPerMinute) {
      return { isAllowed: false, retryAfterSeconds: this.retryAfter(counter, passedMs, requestsPerMinute) };
    }
    counter.current += 1;
    return { isAllowed: true };
  }

  private counterOf(key: string, minute: number): Counter {
    const known = this.counters.get(key);
    const counter = known ?? { minute, current: 0, previous: 0 };
    if (counter.minute !== minute) {
      counter.previous = counter.minute === minute - 1 ? counter.current : 0;
      counter.current = 0;
      counter.minute = minute;
    }
    if (!known) this.makeRoom(minute);
    this.counters.set(key, counter);
    return counter;
  }

  /** Seconds until the next request fits: in this minute as the previous one fades, else in the next one. */
  private retryAfter(counter: Counter, passedMs: number, limit: number): number {
    const roomNow = limit - 1 - counter.current;
    if (roomNow >= 0 && counter.previous > 0) {
      const fadedMs = (1 - roomNow / counter.previous) * MINUTE_MS;
      return Math.max(1, Math.ceil((fadedMs - passedMs) / 1_000));
    }
    const toNextMs = MINUTE_MS - passedMs;
    const share = counter.current === 0 ? 0 : Math.max(0, 1 - Math.max(0, limit - 1) / counter.current);
    return Math.max(1, Math.ceil((toNextMs + share * MINUTE_MS) / 1_000));
  }

  private makeRoom(minute: number): void {
    if (this.counters.size < KEYS_MAX) return;
    for (const [key, counter] of this.counters) if (counter.minute < minute - 1) this.counters.delete(key);
    // Still full: many live clients at once. The oldest entry goes, so that memory stays bounded.
    const oldest = this.counters.keys().next();
    if (this.counters.size >= KEYS_MAX && !oldest.done) this.counters.delete(oldest.value);
  }
}
