import type { Policy } from '../../data/policies';
import { formatFixed } from '../../lib/fixed-point';
import { formatAmount, formatBps, formatCount, formatDuration } from '../../lib/format';
import {
  readAccessBody,
  readModelBody,
  readModerationBody,
  readRevenueBody,
  readSafetyBody,
  type Threshold,
} from '../../lib/policy-body';

const bounds = { atLeast: 'at least', atMost: 'at most' } as const;

function thresholds(stage: string, list: readonly Threshold[]): string[] {
  return list.map(
    ({ metric, bound, valueE6 }) => `${stage}, ${metric} must be ${bounds[bound]} ${formatFixed(valueE6, 6)}.`,
  );
}

function safetyWords(body: unknown): string[] | null {
  const safety = readSafetyBody(body);
  return safety && [...thresholds('After training', safety.training), ...thresholds('On live traffic', safety.canary)];
}

function moderationWords(body: unknown): string[] | null {
  const moderation = readModerationBody(body);
  return (
    moderation?.rules.map(({ phrase, action, onOutput, message }) =>
      action === 'block'
        ? `“${phrase}” ${onOutput ? 'in a question or an answer' : 'in a question'} is blocked: “${message}”`
        : `“${phrase}” ${onOutput ? 'in a question or an answer' : 'in a question'} is flagged.`,
    ) ?? null
  );
}

function accessWords(body: unknown): string[] | null {
  const access = readAccessBody(body);
  return (
    access?.tiers.map(({ minimumStake, requestsPerMinute, contextTokens }) => {
      const who = BigInt(minimumStake) === 0n ? 'Anyone' : `Holders of ${formatAmount(minimumStake)} staked MND`;
      return `${who}: ${formatCount(requestsPerMinute)} requests a minute, up to ${formatCount(contextTokens)} tokens each.`;
    }) ?? null
  );
}

function revenueWords(body: unknown): string[] | null {
  const revenue = readRevenueBody(body);
  return revenue?.shares.map(({ account, bps }) => `${formatBps(bps)} for ${account}`) ?? null;
}

function modelWords(body: unknown): string[] | null {
  const model = readModelBody(body);
  if (!model) return null;
  const job = model.job as {
    base?: { name?: string };
    dataset?: { name?: string };
    lora?: { r?: number };
    training?: { steps?: number };
  };
  return [
    `Fine-tunes ${job.base?.name ?? 'a base model'} on ${job.dataset?.name ?? 'a dataset'} (LoRA rank ${job.lora?.r ?? '?'}, ${job.training?.steps ?? '?'} steps).`,
    `Canary: ${formatBps(model.canaryBps)} of sessions for ${formatDuration(model.canarySeconds)}, at least ${formatCount(model.canaryRequests)} requests.`,
  ];
}

const readers = {
  MODEL: modelWords,
  SAFETY: safetyWords,
  MODERATION: moderationWords,
  ACCESS: accessWords,
  REVENUE: revenueWords,
} as const;

/** A policy document in sentences; null when this page cannot read it. */
export function wordsOfPolicy({ kind, body }: Pick<Policy, 'kind' | 'body'>): string[] | null {
  return readers[kind](body);
}
