import { encodeBytes32String } from 'ethers';
import { metricsOf, type WindowTotals } from './metrics.js';
import type { Revision } from './serving-state.js';

/** The contract's `Observation`: what was measured of live traffic answered by a revision. */
export interface Observation {
  runId: string;
  attempt: number;
  worker: string;
  artifactDigest: string;
  /** Unix seconds, chain time. */
  windowStart: bigint;
  windowEnd: bigint;
  requests: bigint;
  metrics: OnChainMetric[];
}

/** A metric with its name in 32 bytes. */
export interface OnChainMetric {
  name: string;
  valueE6: bigint;
}

/** The EIP-712 types of an observation, in the order of the struct. */
export const OBSERVATION_TYPES = {
  Observation: [
    { name: 'runId', type: 'bytes32' },
    { name: 'attempt', type: 'uint32' },
    { name: 'worker', type: 'address' },
    { name: 'artifactDigest', type: 'bytes32' },
    { name: 'windowStart', type: 'uint64' },
    { name: 'windowEnd', type: 'uint64' },
    { name: 'requests', type: 'uint64' },
    { name: 'metrics', type: 'Metric[]' },
  ],
  Metric: [
    { name: 'name', type: 'bytes32' },
    { name: 'valueE6', type: 'uint64' },
  ],
};

/** The metrics of a window in the contract's form. */
export function onChainMetrics(totals: WindowTotals): OnChainMetric[] {
  return metricsOf(totals).map(({ name, valueE6 }) => ({ name: encodeBytes32String(name), valueE6 }));
}

/** States what was measured of a revision between two points of chain time. */
export function observationOf(
  revision: Revision,
  worker: string,
  window: { start: Date; end: Date },
  totals: WindowTotals,
): Observation {
  const { runId, attempt, artifactDigest } = revision;
  return {
    runId,
    attempt,
    worker,
    artifactDigest,
    windowStart: unixSeconds(window.start),
    windowEnd: unixSeconds(window.end),
    requests: BigInt(totals.requests),
    metrics: onChainMetrics(totals),
  };
}

function unixSeconds(time: Date): bigint {
  return BigInt(Math.floor(time.getTime() / 1_000));
}
