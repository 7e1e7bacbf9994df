import type { Threshold } from '../gate.js';
import { textOfBytes32 } from './abi-json.js';

/** Readers of policy documents as JSON, whether decoded from a call or from the event that adopted them. */
type Body = Record<string, unknown>;

const listOf = (value: unknown): Body[] => (Array.isArray(value) ? (value as Body[]) : []);
const textOf = (value: unknown): string => textOfBytes32(String(value ?? '')) ?? String(value ?? '');
const numberOf = (value: unknown): number => Number(value ?? 0);

/** The subject of any policy. */
export function readSubject(body: Body): string {
  return textOf(body.subject);
}

/** The thresholds of one stage of a safety policy. */
export function readThresholds(body: Body, stage: 'training' | 'canary'): Threshold[] {
  return listOf(body[stage]).map((entry) => ({
    metric: textOf(entry.metric),
    bound: ['1', 'AtMost', 'atMost'].includes(String(entry.bound)) ? 'atMost' : 'atLeast',
    valueE6: BigInt(String(entry.valueE6 ?? 0)),
  }));
}

/** How a model policy is rolled out, and the job of its run when that is readable. */
export function readModel(body: Body): { job: Body | null; canaryBps: number; canarySeconds: number } {
  return { job: readJob(body), canaryBps: numberOf(body.canaryBps), canarySeconds: numberOf(body.canarySeconds) };
}

/** The job of a model policy; null when it is not a JSON object. */
export function readJob(body: Body): Body | null {
  try {
    const job: unknown = typeof body.job === 'string' ? JSON.parse(body.job) : body.job;
    return job !== null && typeof job === 'object' && !Array.isArray(job) ? (job as Body) : null;
  } catch {
    return null;
  }
}

/** The rules of a moderation policy. */
export function readRules(
  body: Body,
): { phrase: string; verb: 'blocks' | 'flags'; onOutput: boolean; message: string }[] {
  return listOf(body.rules).map((rule) => ({
    phrase: String(rule.phrase ?? ''),
    verb: ['1', 'Flag', 'flag'].includes(String(rule.action)) ? 'flags' : 'blocks',
    onOutput: rule.onOutput === true,
    message: String(rule.message ?? ''),
  }));
}

/** The tiers of an access policy. */
export function readTiers(body: Body): { minimumStake: bigint; requestsPerMinute: number; contextTokens: number }[] {
  return listOf(body.tiers).map((tier) => ({
    minimumStake: BigInt(String(tier.minimumStake ?? 0)),
    requestsPerMinute: numberOf(tier.requestsPerMinute),
    contextTokens: numberOf(tier.contextTokens),
  }));
}

/** The shares of a revenue policy. */
export function readShares(body: Body): { account: string; bps: number }[] {
  return listOf(body.shares).map((share) => ({ account: String(share.account ?? ''), bps: numberOf(share.bps) }));
}
