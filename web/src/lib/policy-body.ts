import { z } from 'zod';
import { fromBytes32 } from './bytes32-text';

// Policy documents arrive as JSON decoded from the event; numbers may be strings, names bytes32. One reading for all.

export interface Threshold {
  metric: string;
  bound: 'atLeast' | 'atMost';
  valueE6: number;
}

export interface ModerationRule {
  phrase: string;
  action: 'block' | 'flag';
  onOutput: boolean;
  message: string;
}

export interface RevenueShare {
  account: string;
  bps: number;
}

export interface AccessTier {
  minimumStake: string;
  requestsPerMinute: number;
  contextTokens: number;
}

const count = z.coerce.number();

/** An enum as its index (number or string) or as its name in any case. */
function choice<const Name extends string>(...names: readonly Name[]) {
  return z.union([z.string(), z.number()]).transform((value, context): Name => {
    const byIndex = names[Number(value)];
    const byName = names.find((name) => name.toLowerCase() === String(value).toLowerCase().replace('_', ''));
    const found = byName ?? byIndex;
    if (found) return found;
    context.addIssue({ code: 'custom', message: `${value} is none of ${names.join(', ')}` });
    return z.NEVER;
  });
}

const threshold = z.object({
  metric: z.string().transform(fromBytes32),
  bound: choice('atLeast', 'atMost'),
  valueE6: count,
});

const safetyBody = z.object({ training: z.array(threshold), canary: z.array(threshold) });

const moderationBody = z.object({
  rules: z.array(
    z.object({ phrase: z.string(), action: choice('block', 'flag'), onOutput: z.boolean(), message: z.string() }),
  ),
});

const revenueBody = z.object({ shares: z.array(z.object({ account: z.string(), bps: count })) });

const accessBody = z.object({
  tiers: z.array(z.object({ minimumStake: z.coerce.string(), requestsPerMinute: count, contextTokens: count })),
});

const modelBody = z.object({
  job: z.union([z.string().transform((text): unknown => JSON.parse(text)), z.looseObject({})]),
  canaryBps: count,
  canarySeconds: count,
  canaryRequests: count,
});

export type SafetyBody = z.infer<typeof safetyBody>;
export type ModelBody = z.infer<typeof modelBody>;

const read =
  <Body>(schema: z.ZodType<Body>) =>
  (body: unknown): Body | null =>
    schema.safeParse(body).data ?? null;

/** Each reads one kind of policy document; null when it is not of that kind. */
export const readSafetyBody = read<SafetyBody>(safetyBody);
export const readModerationBody = read<{ rules: ModerationRule[] }>(moderationBody);
export const readRevenueBody = read<{ shares: RevenueShare[] }>(revenueBody);
export const readAccessBody = read<{ tiers: AccessTier[] }>(accessBody);
export const readModelBody = read<ModelBody>(modelBody);
