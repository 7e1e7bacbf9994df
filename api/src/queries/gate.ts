import { formatE6 } from './fixed-point.js';
import type { Metric } from './receipt.js';

/** One metric beside its voted threshold. */
export interface GateRow {
  metric: string;
  /** `atLeast` or `atMost`. */
  bound: string;
  threshold: string;
  value: string | null;
  passed: boolean | null;
  missedBy: string | null;
}

/** The comparison of metrics with the safety policy; `passed` is the contract's word, null before it spoke. */
export interface Gate {
  stage: string;
  safetyVersion: number | null;
  passed: boolean | null;
  rows: GateRow[];
}

/** A threshold that was not met, as the contract named it. */
export interface Miss {
  metric: string;
  isMissing: boolean;
  bound: string;
  value: string | null;
  threshold: string;
  missedBy: string | null;
}

/** One voted limit, read from a safety policy. */
export interface Threshold {
  metric: string;
  bound: 'atLeast' | 'atMost';
  valueE6: bigint;
}

/** A miss as it stands in jsonb. */
export interface MissRow {
  metric: string;
  isMissing: boolean;
  isAtMost: boolean;
  valueE6: string;
  thresholdE6: string;
}

function parseE6(value: string): bigint {
  const [whole = '0', fraction = ''] = value.split('.');
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

const distance = (a: bigint, b: bigint) => formatE6(a > b ? a - b : b - a);

/** A threshold beside what was measured. A metric that is named and was not measured counts as missed. */
export function gateRow(threshold: Threshold, metrics: Metric[] | null): GateRow {
  const row = { metric: threshold.metric, bound: threshold.bound, threshold: formatE6(threshold.valueE6) };
  if (!metrics) return { ...row, value: null, passed: null, missedBy: null };

  const value = metrics.find((metric) => metric.name === threshold.metric)?.value;
  if (value === undefined) return { ...row, value: null, passed: false, missedBy: null };

  const valueE6 = parseE6(value);
  const passed = threshold.bound === 'atMost' ? valueE6 <= threshold.valueE6 : valueE6 >= threshold.valueE6;
  return { ...row, value, passed, missedBy: passed ? null : distance(valueE6, threshold.valueE6) };
}

/** Turns the contract's miss into words and decimals. */
export function toMiss(row: MissRow): Miss {
  return {
    metric: row.metric,
    isMissing: row.isMissing,
    bound: row.isAtMost ? 'atMost' : 'atLeast',
    value: row.isMissing ? null : formatE6(row.valueE6),
    threshold: formatE6(row.thresholdE6),
    missedBy: row.isMissing ? null : distance(BigInt(row.valueE6), BigInt(row.thresholdE6)),
  };
}
