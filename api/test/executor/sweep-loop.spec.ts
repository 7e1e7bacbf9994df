import { describe, expect, it } from '@jest/globals';
import type { Leadership } from '../../src/executor/leadership.js';
import { SweepLoop } from '../../src/executor/sweep-loop.js';
import { Health } from '../../src/health/health.js';

/** A reconciler whose sweeps end when the test says so. */
class Sweeps {
  begun = 0;
  atOnce = 0;
  mostAtOnce = 0;
  private end: (() => void) | null = null;
  private onBegin: (() => void) | null = null;

  async sweep() {
    this.begun += 1;
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    this.onBegin?.();
    await new Promise<void>((resolve) => {
      this.end = resolve;
    });
    this.atOnce -= 1;
    return [];
  }

  async until(count: number) {
    while (this.begun < count) {
      await new Promise<void>((resolve) => {
        this.onBegin = resolve;
      });
    }
  }

  finish() {
    this.end?.();
  }
}

const leadership = (isLeader: boolean) =>
  ({ hold: async () => isLeader, release: async () => undefined }) as unknown as Leadership;

describe('SweepLoop', () => {
  it('does not lose a wake-up that comes during a sweep, and never sweeps twice at once', async () => {
    const sweeps = new Sweeps();
    const loop = new SweepLoop(sweeps, leadership(true), new Health(), 3_600_000, () => {});
    loop.start();
    await sweeps.until(1);
    loop.wake();
    loop.wake();
    sweeps.finish();
    await sweeps.until(2);

    const stopped = loop.stop();
    sweeps.finish();
    await stopped;
    expect(sweeps.begun).toBe(2);
    expect(sweeps.mostAtOnce).toBe(1);
  });

  it('stands by while another executor leads', async () => {
    const sweeps = new Sweeps();
    const health = new Health();
    const loop = new SweepLoop(sweeps, leadership(false), health, 1, () => {});
    loop.start();
    loop.wake();
    await loop.stop();

    expect(sweeps.begun).toBe(0);
    expect(await health.unready()).toEqual({});
    expect(await health.metrics()).toContain('mandate_executor_is_leader 0');
  });

  it('says what is wrong, and goes on', async () => {
    const health = new Health();
    let calls = 0;
    let secondSweep: () => void = () => {};
    const second = new Promise<void>((resolve) => {
      secondSweep = resolve;
    });
    const sweep = async () => {
      calls += 1;
      if (calls === 2) secondSweep();
      throw new Error('the database is away');
    };
    const loop = new SweepLoop({ sweep }, leadership(true), health, 1, () => {});
    loop.start();
    await second;
    await loop.stop();

    expect(await health.unready()).toEqual({ executor: 'the database is away' });
    expect(await health.metrics()).toMatch(/mandate_executor_failed_sweeps_total [2-9]/);
  });
});
