import type { Position } from './position.js';

/** What one account got of an allocation. */
export interface AllocationShare {
  account: string;
  amount: bigint;
}

/** Revenue that was split under the revenue policy. */
export interface Allocation {
  token: string;
  policyVersion: number;
  amount: bigint;
  shares: AllocationShare[];
  position: Position;
}

/** Revenue that was paid out. */
export interface RevenueClaim {
  token: string;
  account: string;
  amount: bigint;
  position: Position;
}

/** Sums per token. */
export interface RevenueTotal {
  token: string;
  received: bigint;
  allocated: bigint;
  claimed: bigint;
}
