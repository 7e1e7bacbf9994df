import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TIER, tierOf } from '../../src/gateway/access.js';

const anonymous = { minimumStake: 0n, requestsPerMinute: 60, contextTokens: 256 };
const staker = { minimumStake: 10n ** 18n, requestsPerMinute: 600, contextTokens: 1_024 };

describe('the access tiers', () => {
  it('gives a caller without a stake the tier that asks for none', () => {
    expect(tierOf([anonymous, staker], 0n)).toBe(anonymous);
  });

  it('gives a staker the highest tier the stake reaches, in any order of the list', () => {
    expect(tierOf([staker, anonymous], 10n ** 18n)).toBe(staker);
    expect(tierOf([anonymous, staker], 10n ** 18n - 1n)).toBe(anonymous);
  });

  it('lets nobody in when every tier asks for more', () => {
    expect(tierOf([staker], 0n)).toBeNull();
  });

  it('uses the default while no policy was adopted', () => {
    expect(tierOf(null, 0n)).toBe(DEFAULT_TIER);
  });
});
