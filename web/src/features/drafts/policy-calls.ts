import { encodeFunctionData } from 'viem';
import { policyRegistryAbi } from '../../generated/abi/PolicyRegistry';
import { toBytes32 } from '../../lib/bytes32-text';
import { canonicalJson } from '../../lib/canonical-json';
import type { ModerationRule, RevenueShare, SafetyBody, Threshold } from '../../lib/policy-body';
import type { DraftCall } from './draft-call';
import type { FineTune } from './job';

type Target = `0x${string}`;

const to = (target: Target, calldata: `0x${string}`): DraftCall => ({ target, value: 0n, calldata });

/** Adopts a model policy: its job goes on chain as canonical JSON. */
export function adoptModelCall(registry: Target, fineTune: FineTune): DraftCall {
  const { subject, job, canaryBps, canarySeconds, canaryRequests } = fineTune;
  const policy = { subject: toBytes32(subject), job: canonicalJson(job), canaryBps, canarySeconds, canaryRequests };
  return to(registry, encodeFunctionData({ abi: policyRegistryAbi, functionName: 'adoptModel', args: [policy] }));
}

const onChain = (thresholds: readonly Threshold[]) =>
  thresholds.map(({ metric, bound, valueE6 }) => ({
    metric: toBytes32(metric),
    bound: bound === 'atLeast' ? 0 : 1,
    valueE6: BigInt(valueE6),
  }));

function keepsEach(next: readonly Threshold[], active: readonly Threshold[]): boolean {
  return active.every((old) =>
    next.some(
      (candidate) =>
        candidate.metric === old.metric &&
        candidate.bound === old.bound &&
        (old.bound === 'atLeast' ? candidate.valueE6 >= old.valueE6 : candidate.valueE6 <= old.valueE6),
    ),
  );
}

/** Whether `next` keeps every threshold of `active`, each at least as strict: the contract's own rule for the easier track. */
export function isTightening(next: SafetyBody, active: SafetyBody): boolean {
  return keepsEach(next.training, active.training) && keepsEach(next.canary, active.canary);
}

/** Sets the thresholds of the gate: by the easier call when nothing gets looser. */
export function safetyCall(registry: Target, subject: string, next: SafetyBody, active: SafetyBody | null): DraftCall {
  const functionName = active && isTightening(next, active) ? 'tightenSafety' : 'adoptSafety';
  const policy = { subject: toBytes32(subject), training: onChain(next.training), canary: onChain(next.canary) };
  return to(registry, encodeFunctionData({ abi: policyRegistryAbi, functionName, args: [policy] }));
}

/** Replaces the moderation rules of a subject. */
export function adoptModerationCall(registry: Target, subject: string, rules: readonly ModerationRule[]): DraftCall {
  const policy = {
    subject: toBytes32(subject),
    rules: rules.map((rule) => ({ ...rule, action: rule.action === 'block' ? 0 : 1 })),
  };
  return to(registry, encodeFunctionData({ abi: policyRegistryAbi, functionName: 'adoptModeration', args: [policy] }));
}

/** Replaces the split of the revenue. */
export function adoptRevenueCall(registry: Target, subject: string, shares: readonly RevenueShare[]): DraftCall {
  const policy = {
    subject: toBytes32(subject),
    shares: shares.map(({ account, bps }) => ({ account: account as Target, bps })),
  };
  return to(registry, encodeFunctionData({ abi: policyRegistryAbi, functionName: 'adoptRevenue', args: [policy] }));
}
