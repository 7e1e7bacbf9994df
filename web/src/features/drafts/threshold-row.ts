import { formatFixed, parseFixed } from '../../lib/fixed-point';
import type { SafetyBody, Threshold } from '../../lib/policy-body';
import type { Problems } from './draft-call';

const maximumE6 = 1_000_000_000_000;

/** What the gateway measures on live traffic. */
const liveMetrics = ['emptyRate', 'errorRate', 'latencyP95Seconds'];

export interface ThresholdRow {
  stage: 'training' | 'canary';
  metric: string;
  bound: Threshold['bound'];
  value: string;
}

/** The rows of the form for a policy that is in force. */
export function rowsOf(body: SafetyBody): ThresholdRow[] {
  return (['training', 'canary'] as const).flatMap((stage) =>
    body[stage].map(({ metric, bound, valueE6 }) => ({ stage, metric, bound, value: formatFixed(valueE6, 6) })),
  );
}

/** The contract's bounds: not above a million, and "at least 0" is no threshold. */
function problemOfValue(valueE6: number | null, bound: Threshold['bound']): string | null {
  if (valueE6 === null) return 'A number with at most 6 decimals.';
  if (valueE6 > maximumE6) return 'At most 1000000.';
  return bound === 'atLeast' && valueE6 === 0 ? 'At least 0 is always met: raise it, or remove the row.' : null;
}

/** The policy that the rows describe, or what is wrong with which row. */
export function readRows(rows: readonly ThresholdRow[]): { body: SafetyBody | null; problems: Problems } {
  const problems: Problems = {};
  const body: SafetyBody = { training: [], canary: [] };
  rows.forEach((row, index) => {
    const valueE6 = parseFixed(row.value, 6);
    const isDouble = rows.some((other, at) => at < index && other.stage === row.stage && other.metric === row.metric);
    if (!/^[\x21-\x7e]{1,32}$/.test(row.metric)) problems[`${index}.metric`] = '1 to 32 ASCII characters, no spaces.';
    else if (isDouble) problems[`${index}.metric`] = 'Named twice.';
    const valueProblem = problemOfValue(valueE6, row.bound);
    if (valueProblem) problems[`${index}.value`] = valueProblem;
    body[row.stage].push({ metric: row.metric, bound: row.bound, valueE6: valueE6 ?? 0 });
  });
  if (body.training.length === 0 || body.canary.length === 0) problems.rows = 'Each gate needs at least one threshold.';
  if (Math.max(body.training.length, body.canary.length) > 16) problems.rows = 'At most 16 thresholds at each gate.';
  return { body: Object.keys(problems).length === 0 ? body : null, problems };
}

/** The metrics that nothing measures: a threshold on one of them refuses every run. */
export function unmeasured(body: SafetyBody, suites: readonly { metrics: string[] }[]): string[] {
  const measured = suites.flatMap((suite) => suite.metrics);
  return [
    ...body.training.filter(({ metric }) => !measured.includes(metric)),
    ...body.canary.filter(({ metric }) => !liveMetrics.includes(metric)),
  ].map(({ metric }) => metric);
}
