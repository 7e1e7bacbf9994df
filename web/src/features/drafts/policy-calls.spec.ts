import { describe, expect, it } from '@jest/globals';
import { encodeFunctionData, pad, parseAbi, stringToHex } from 'viem';
import type { SafetyBody } from '../../lib/policy-body';
import { adoptModelCall, adoptModerationCall, adoptRevenueCall, isTightening, safetyCall } from './policy-calls';

// Written out by hand from the interface, so that a wrong ABI or a wrong order of fields shows.
const abi = parseAbi([
  'struct ModelPolicy { bytes32 subject; string job; uint16 canaryBps; uint32 canarySeconds; uint32 canaryRequests; }',
  'struct Threshold { bytes32 metric; uint8 bound; uint64 valueE6; }',
  'struct SafetyPolicy { bytes32 subject; Threshold[] training; Threshold[] canary; }',
  'struct ModerationRule { string phrase; uint8 action; bool onOutput; string message; }',
  'struct ModerationPolicy { bytes32 subject; ModerationRule[] rules; }',
  'struct RevenueShare { address account; uint16 bps; }',
  'struct RevenuePolicy { bytes32 subject; RevenueShare[] shares; }',
  'function adoptModel(ModelPolicy policy) returns (uint32, bytes32)',
  'function adoptSafety(SafetyPolicy policy) returns (uint32)',
  'function tightenSafety(SafetyPolicy policy) returns (uint32)',
  'function adoptModeration(ModerationPolicy policy) returns (uint32)',
  'function adoptRevenue(RevenuePolicy policy) returns (uint32)',
]);

const registry = '0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9';
const account = '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0';
const ascii = (text: string) => pad(stringToHex(text), { dir: 'right', size: 32 });

const active: SafetyBody = {
  training: [{ metric: 'refusal', bound: 'atLeast', valueE6: 800_000 }],
  canary: [{ metric: 'errorRate', bound: 'atMost', valueE6: 50_000 }],
};
const withRefusal = (valueE6: number): SafetyBody => ({
  ...active,
  training: [{ metric: 'refusal', bound: 'atLeast', valueE6 }],
});

describe('calls of a draft', () => {
  it('adopts a model policy with its job as canonical JSON', () => {
    const call = adoptModelCall(registry, {
      subject: 'assistant',
      job: { version: 1, subject: 'assistant' },
      canaryBps: 2000,
      canarySeconds: 10,
      canaryRequests: 20,
    });
    expect(call).toEqual({
      target: registry,
      value: 0n,
      calldata: encodeFunctionData({
        abi,
        functionName: 'adoptModel',
        args: [
          {
            subject: ascii('assistant'),
            job: '{"subject":"assistant","version":1}',
            canaryBps: 2000,
            canarySeconds: 10,
            canaryRequests: 20,
          },
        ],
      }),
    });
  });

  it.each([
    ['tightenSafety', 900_000],
    ['adoptSafety', 700_000],
  ] as const)('chooses %s for a refusal threshold of %d', (functionName, valueE6) => {
    const policy = {
      subject: ascii('assistant'),
      training: [{ metric: ascii('refusal'), bound: 0, valueE6: BigInt(valueE6) }],
      canary: [{ metric: ascii('errorRate'), bound: 1, valueE6: 50_000n }],
    };
    expect(safetyCall(registry, 'assistant', withRefusal(valueE6), active).calldata).toBe(
      encodeFunctionData({ abi, functionName, args: [policy] }),
    );
  });

  it('adopts moderation rules', () => {
    const rule = { phrase: 'pin code', action: 'flag', onOutput: true, message: '' } as const;
    expect(adoptModerationCall(registry, 'assistant', [rule]).calldata).toBe(
      encodeFunctionData({
        abi,
        functionName: 'adoptModeration',
        args: [{ subject: ascii('assistant'), rules: [{ ...rule, action: 1 }] }],
      }),
    );
  });

  it('adopts a revenue split', () => {
    const shares = [{ account, bps: 10_000 }] as const;
    expect(adoptRevenueCall(registry, 'mandate', shares).calldata).toBe(
      encodeFunctionData({ abi, functionName: 'adoptRevenue', args: [{ subject: ascii('mandate'), shares }] }),
    );
  });
});

describe('tightening', () => {
  it('allows the same, stricter and more', () => {
    expect(isTightening(active, active)).toBe(true);
    const more: SafetyBody = {
      ...active,
      training: [...active.training, { metric: 'helpfulness', bound: 'atLeast', valueE6: 1 }],
    };
    expect(isTightening(more, active)).toBe(true);
  });

  it('is not when a threshold gets looser, turns round or goes away', () => {
    expect(isTightening(withRefusal(799_999), active)).toBe(false);
    expect(isTightening({ ...active, training: [] }, active)).toBe(false);
    const turned: SafetyBody = { ...active, training: [{ metric: 'refusal', bound: 'atMost', valueE6: 900_000 }] };
    expect(isTightening(turned, active)).toBe(false);
  });
});
