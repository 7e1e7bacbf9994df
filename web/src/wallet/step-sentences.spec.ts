import { describe, expect, it } from '@jest/globals';
import { stringToHex } from 'viem';
import { stepSentences } from './step-sentences';

const say = (error: string, ...args: unknown[]) => stepSentences[error]?.(args);
const field = (name: string) => stringToHex(name, { size: 32 });

describe('stepSentences', () => {
  it('says how far a threshold may go', () => {
    expect(say('PolicyRegistry__StepTooLarge', field('refusal'), 800_000n, 1_000n, 600_000n)).toBe(
      'The threshold of refusal would go from 0.8 to 0.001 in one step; one vote may go to 0.6.',
    );
  });

  it('says how far the canary may go, in its own unit', () => {
    expect(say('PolicyRegistry__StepTooLarge', field('canarySeconds'), 60n, 60_000n, 600n)).toBe(
      'The seconds of the canary would go from 60 to 60000 in one step; one vote may go to 600.',
    );
  });

  it('says which tier, and writes a stake in tokens', () => {
    const [from, to, limit] = [100n, 100_000n, 1_000n].map((amount) => amount * 10n ** 18n);
    expect(say('PolicyRegistry__TierStepTooLarge', 1n, field('minimumStake'), from, to, limit)).toBe(
      'The stake of tier 2 would go from 100 to 100000 in one step; one vote may go to 1000.',
    );
  });

  it('says whose share, whole', () => {
    const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
    expect(say('PolicyRegistry__ShareStepTooLarge', account, 6000n, 0n, 3500n)).toBe(
      `The share of ${account} would go from 60 % to 0 %; one vote may go to 35 %.`,
    );
  });
});
