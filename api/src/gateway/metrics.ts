/** What the requests of a window add up to; moderated ones are not among them, they measure a rule, not a revision. */
export interface WindowTotals {
  requests: number;
  errors: number;
  empties: number;
  latencyP95Ms: number;
}

/** A measured number with six decimals, as the gate compares it. */
export interface Metric {
  name: string;
  valueE6: bigint;
}

const ONE_E6 = 1_000_000n;

/** Rounds up: a share that is over its limit by a hair must not be rounded back under it. */
function shareE6(part: number, whole: number): bigint {
  const wholeBig = BigInt(whole);
  return (BigInt(part) * ONE_E6 + wholeBig - 1n) / wholeBig;
}

/** The metrics of a window under the names that safety policies use. A window without requests has none. */
export function metricsOf(totals: WindowTotals): Metric[] {
  if (totals.requests === 0) return [];
  return [
    { name: 'emptyRate', valueE6: shareE6(totals.empties, totals.requests) },
    { name: 'errorRate', valueE6: shareE6(totals.errors, totals.requests) },
    { name: 'latencyP95Seconds', valueE6: BigInt(Math.ceil(totals.latencyP95Ms)) * 1_000n },
  ];
}

/** A metric as a plain number, for people and JSON; never for a decision. */
export function metricValue(metric: Metric): number {
  return Number(metric.valueE6) / Number(ONE_E6);
}
