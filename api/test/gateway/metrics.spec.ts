import { describe, expect, it } from '@jest/globals';
import { metricsOf, metricValue } from '../../src/gateway/metrics.js';

describe('the metrics of a window', () => {
  it('has the three names that safety policies use', () => {
    const metrics = metricsOf({ requests: 40, errors: 1, empties: 2, latencyP95Ms: 1_234 });

    expect(metrics).toEqual([
      { name: 'emptyRate', valueE6: 50_000n },
      { name: 'errorRate', valueE6: 25_000n },
      { name: 'latencyP95Seconds', valueE6: 1_234_000n },
    ]);
  });

  it('reports nothing for a window without requests, so that the gate sees each metric as missing', () => {
    expect(metricsOf({ requests: 0, errors: 0, empties: 0, latencyP95Ms: 0 })).toEqual([]);
  });

  it('rounds a share up, so that a hair over the limit stays over it', () => {
    const [, errorRate] = metricsOf({ requests: 3, errors: 1, empties: 0, latencyP95Ms: 0 });

    expect(errorRate).toEqual({ name: 'errorRate', valueE6: 333_334n });
  });

  it('shows a metric to people as a plain number', () => {
    expect(metricValue({ name: 'errorRate', valueE6: 25_000n })).toBe(0.025);
  });
});
