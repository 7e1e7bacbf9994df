/** One tier of the adopted access policy. */
export interface AccessTier {
  minimumStake: bigint;
  requestsPerMinute: number;
  contextTokens: number;
}

/** What holds while no access policy was adopted. */
export const DEFAULT_TIER: AccessTier = { minimumStake: 0n, requestsPerMinute: 60, contextTokens: 256 };

/** The highest tier that a stake reaches; null when even the lowest one asks for more. No policy means the default tier. */
export function tierOf(tiers: readonly AccessTier[] | null, stake: bigint): AccessTier | null {
  if (tiers === null) return DEFAULT_TIER;
  return tiers
    .filter((tier) => tier.minimumStake <= stake)
    .reduce<AccessTier | null>((best, tier) => (best && best.minimumStake > tier.minimumStake ? best : tier), null);
}
