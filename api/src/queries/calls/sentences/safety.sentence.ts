import { formatE6 } from '../../fixed-point.js';
import type { Threshold } from '../../gate.js';
import { readSubject, readThresholds } from '../policy-body.js';
import { inForce, type Sentence } from './sentence.js';

const STAGES = ['training', 'canary'] as const;

/** With at least two places: 0.80, 50.00, 0.125. */
function formatThreshold(valueE6: bigint): string {
  const [whole, fraction = ''] = formatE6(valueE6).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

const limit = (threshold: Threshold) =>
  `${threshold.bound === 'atMost' ? 'at most' : 'at least'} ${formatThreshold(threshold.valueE6)}`;

const nameOf = (stage: string, metric: string) => (stage === 'canary' ? `canary ${metric}` : metric);

/** One change of one threshold; null when it stays. */
function changeOf(
  name: string,
  subject: string,
  old: Threshold | undefined,
  next: Threshold | undefined,
): string | null {
  if (!old && next) return `adds a ${name} threshold to ${subject}: ${limit(next)}`;
  if (old && !next) return `removes the ${name} threshold of ${subject} (was ${limit(old)})`;
  if (!old || !next || (old.bound === next.bound && old.valueE6 === next.valueE6)) return null;
  if (old.bound !== next.bound) return `turns the ${name} threshold of ${subject} from ${limit(old)} to ${limit(next)}`;
  const verb = next.valueE6 > old.valueE6 ? 'raises' : 'lowers';
  return `${verb} the ${name} threshold of ${subject} from ${formatThreshold(old.valueE6)} to ${formatThreshold(next.valueE6)}`;
}

function changesOf(subject: string, oldBody: Record<string, unknown>, body: Record<string, unknown>): string[] {
  return STAGES.flatMap((stage) => {
    const before = readThresholds(oldBody, stage);
    const after = readThresholds(body, stage);
    const metrics = new Set([...before, ...after].map((threshold) => threshold.metric));
    return [...metrics].map((metric) =>
      changeOf(
        nameOf(stage, metric),
        subject,
        before.find((threshold) => threshold.metric === metric),
        after.find((threshold) => threshold.metric === metric),
      ),
    );
  }).filter((change) => change !== null);
}

function firstPolicy(subject: string, body: Record<string, unknown>): string {
  const limits = STAGES.flatMap((stage) =>
    readThresholds(body, stage).map((threshold) => `${nameOf(stage, threshold.metric)} ${limit(threshold)}`),
  );
  return `Sets the first thresholds of ${subject}: ${limits.join(', ') || 'none'}`;
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "Raises the refusal threshold of assistant from 0.80 to 0.90" */
export const adoptSafety: Sentence = (args, context) => {
  const body = args.policy as Record<string, unknown>;
  const subject = readSubject(body);
  const old = inForce(context, 'SAFETY', subject);
  if (!old) return firstPolicy(subject, body);
  return capitalize(changesOf(subject, old.body, body).join('; ')) || `Keeps every threshold of ${subject} as it is`;
};
