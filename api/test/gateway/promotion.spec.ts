import { describe, expect, it } from '@jest/globals';
import type { Lane } from '../../src/gateway/lane.js';
import type { Observation, OnChainMetric } from '../../src/gateway/observation.js';
import { type Observer, Promotion } from '../../src/gateway/promotion.js';
import type { RequestLog } from '../../src/gateway/request-log.js';
import type { ServingState } from '../../src/gateway/serving-state.js';
import { aCanary, aRevision, aServing, aState, chainTime, MemoryRequestLog } from './support/serving-builder.js';

/** A gate that lets an error rate of at most 5 % through, and remembers what it was told. */
class RecordingObserver implements Observer {
  readonly worker = '0x000000000000000000000000000000000000dEaD';
  readonly promoted: Observation[] = [];
  readonly breaches: Observation[] = [];
  view: (metrics: OnChainMetric[]) => string[] = ([, errorRate]) =>
    errorRate && errorRate.valueE6 <= 50_000n ? [] : ['errorRate'];

  missesOf = async (_subject: string, metrics: OnChainMetric[]) => this.view(metrics);
  promote = async (observation: Observation) => void this.promoted.push(observation);
  reportBreach = async (observation: Observation) => void this.breaches.push(observation);
}

async function aPromotion(state: ServingState) {
  const { serving, order } = await aServing(state);
  const requestLog = new MemoryRequestLog();
  const observer = new RecordingObserver();
  const promotion = new Promotion(serving, requestLog as unknown as RequestLog, observer, 300, () => {});
  return { promotion, observer, requestLog, serving, order };
}

async function measure(requestLog: MemoryRequestLog, runId: string, lane: Lane, count: number, status = 200) {
  const request = { subject: 'assistant', runId, lane, status, latencyMs: 120, empty: false, moderated: false };
  for (let index = 0; index < count; index += 1) await requestLog.record({ ...request, probe: false });
}

describe('the promotion of a canary', () => {
  const canary = aCanary('2');
  const over = aState({ canary, headAt: chainTime(60) });

  it('states what was measured, from the start of the canary to the head of the chain', async () => {
    const { promotion, observer, requestLog } = await aPromotion(over);
    await measure(requestLog, canary.runId, 'canary', 30);

    await promotion.step();

    expect(observer.breaches).toEqual([]);
    expect(observer.promoted).toEqual([
      {
        runId: canary.runId,
        attempt: 1,
        worker: observer.worker,
        artifactDigest: canary.artifactDigest,
        windowStart: BigInt(chainTime(0).getTime() / 1_000),
        windowEnd: BigInt(chainTime(60).getTime() / 1_000),
        requests: 30n,
        metrics: [
          { name: `0x${Buffer.from('emptyRate').toString('hex').padEnd(64, '0')}`, valueE6: 0n },
          { name: `0x${Buffer.from('errorRate').toString('hex').padEnd(64, '0')}`, valueE6: 0n },
          { name: `0x${Buffer.from('latencyP95Seconds').toString('hex').padEnd(64, '0')}`, valueE6: 120_000n },
        ],
      },
    ]);
  });

  it('waits for the end of the canary by the time of the chain', async () => {
    const { promotion, observer, requestLog } = await aPromotion(aState({ canary, headAt: chainTime(59) }));
    await measure(requestLog, canary.runId, 'canary', 30);

    await promotion.step();

    expect(observer.promoted).toEqual([]);
  });

  it('waits for the voted number of requests', async () => {
    const { promotion, observer, requestLog } = await aPromotion(over);
    await measure(requestLog, canary.runId, 'canary', 29);

    await promotion.step();

    expect(observer.promoted).toEqual([]);
  });

  it('does not count what moderation answered, nor what other lanes did', async () => {
    const { promotion, observer, requestLog } = await aPromotion(over);
    await measure(requestLog, canary.runId, 'canary', 29);
    await measure(requestLog, canary.runId, 'active', 10);
    const [one] = requestLog.requests;
    if (one) await requestLog.record({ ...one, moderated: true });

    await promotion.step();

    expect(observer.promoted).toEqual([]);
  });
});

describe('a breach', () => {
  const canary = aCanary('2', { canaryBps: 10_000 });

  it('takes the canary out at once and is reported, long before the canary would end', async () => {
    const { promotion, observer, requestLog, serving } = await aPromotion(aState({ active: aRevision('1'), canary }));
    await measure(requestLog, canary.runId, 'canary', 18);
    await measure(requestLog, canary.runId, 'canary', 2, 502);

    await promotion.step();

    expect(serving.canaryWeightBps()).toBe(0);
    expect(serving.choose('anybody').lane).toBe('active');
    expect(observer.breaches).toEqual([expect.objectContaining({ runId: canary.runId, requests: 20n })]);
    expect(observer.promoted).toEqual([]);
  });

  it('has taken the canary out even when the report cannot be sent', async () => {
    const { promotion, observer, requestLog, serving } = await aPromotion(aState({ canary }));
    observer.reportBreach = () => Promise.reject(new Error('the chain does not answer'));
    await measure(requestLog, canary.runId, 'canary', 20, 502);

    await expect(promotion.step()).rejects.toThrow('the chain does not answer');

    expect(serving.canaryWeightBps()).toBe(0);
  });

  it('is not judged by the first few requests', async () => {
    const { promotion, observer, requestLog } = await aPromotion(aState({ canary }));
    await measure(requestLog, canary.runId, 'canary', 19, 502);

    await promotion.step();

    expect(observer.breaches).toEqual([]);
  });

  it('is reported once the window lasts; the canary is out before that', async () => {
    const { promotion, observer, requestLog, serving, order } = await aPromotion(
      aState({ canary, headAt: canary.since }),
    );
    await measure(requestLog, canary.runId, 'canary', 20, 502);

    await promotion.step();
    expect(serving.canaryWeightBps()).toBe(0);
    expect(observer.breaches).toEqual([]);
    order.state = aState({ canary, headAt: chainTime(1) });
    await serving.refresh();
    await promotion.step();

    expect(observer.breaches).toHaveLength(1);
  });

  it('is a metric that the policy names and nobody measures, too', async () => {
    const { promotion, observer, requestLog } = await aPromotion(aState({ canary, headAt: chainTime(60) }));
    observer.view = () => ['userComplaints'];
    await measure(requestLog, canary.runId, 'canary', 30);

    await promotion.step();

    expect(observer.breaches).toHaveLength(1);
    expect(observer.promoted).toEqual([]);
  });

  it('of the active revision is reported for the window in which it was measured', async () => {
    const active = aRevision('1', { since: chainTime(-10_000) });
    const { promotion, observer, requestLog } = await aPromotion(aState({ active }));
    await measure(requestLog, active.runId, 'active', 20, 502);

    await promotion.step();

    expect(observer.breaches).toEqual([
      expect.objectContaining({
        runId: active.runId,
        windowStart: BigInt(chainTime(30 - 300).getTime() / 1_000),
        windowEnd: BigInt(chainTime(30).getTime() / 1_000),
      }),
    ]);
  });
});
