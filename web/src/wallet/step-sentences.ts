import { fromBytes32 } from '../lib/bytes32-text';
import { formatFixed } from '../lib/fixed-point';

type Args = readonly unknown[];

const inPercent = (bps: unknown) => `${Number(bps) / 100} %`;

/** The fields that have a step of their own; every other is a metric's threshold. */
const stepFields: Record<string, { words: string; decimals: number }> = {
  canaryBps: { words: 'The canary’s share, in basis points,', decimals: 0 },
  canarySeconds: { words: 'The seconds of the canary', decimals: 0 },
  canaryRequests: { words: 'The requests of the canary', decimals: 0 },
  minimumStake: { words: 'The stake', decimals: 18 },
  requestsPerMinute: { words: 'The requests per minute', decimals: 0 },
  contextTokens: { words: 'The context, in tokens,', decimals: 0 },
};

const sayField = (field: unknown) => {
  const name = fromBytes32(String(field));
  return stepFields[name]?.words ?? `The threshold of ${name}`;
};

const decimalsOf = (field: unknown) => stepFields[fromBytes32(String(field))]?.decimals ?? 6;

const sayStep = (step: Args, decimals: number) => {
  const [from, to, limit] = step.map((value) => formatFixed(String(value), decimals));
  return `from ${from} to ${to} in one step; one vote may go to ${limit}.`;
};

/** How far one vote may move a value, when it was too far. */
export const stepSentences: Record<string, (args: Args) => string> = {
  PolicyRegistry__StepTooLarge: ([field, ...step]) => `${sayField(field)} would go ${sayStep(step, decimalsOf(field))}`,
  PolicyRegistry__TierStepTooLarge: ([index, field, ...step]) =>
    `${sayField(field)} of tier ${Number(index) + 1} would go ${sayStep(step, decimalsOf(field))}`,
  PolicyRegistry__ShareStepTooLarge: ([account, from, to, limit]) =>
    `The share of ${account} would go from ${inPercent(from)} to ${inPercent(to)}; one vote may go to ${inPercent(limit)}.`,
  PolicyRegistry__TooManyRemoved: ([removed, maximum]) =>
    `${removed} thresholds would be dropped or turned around; one vote may drop ${maximum}.`,
  PolicyRegistry__StepsTogether: () =>
    'Two changes of the same policy cannot be carried out in the same second: make it two proposals.',
};
