import type { OrganizationConfig } from '../config/organizations.js';

/** What a contract is to its organization; it decides which events are expected of it. */
export type ContractRole = 'governor' | 'timelock' | 'token' | 'policyRegistry' | 'runRegistry' | 'revenueAllocator';

/** A contract that we follow. */
export interface FollowedContract {
  address: string;
  role: ContractRole;
}

/** The contracts of an organization. */
export function contractsOf(organization: OrganizationConfig): FollowedContract[] {
  const { governor, timelock, token, mandateToken, policyRegistry, runRegistry, revenueAllocator } = organization;
  const contracts: [ContractRole, string | undefined][] = [
    ['governor', governor],
    ['timelock', timelock],
    ['token', token],
    ['token', mandateToken],
    ['policyRegistry', policyRegistry],
    ['runRegistry', runRegistry],
    ['revenueAllocator', revenueAllocator],
  ];
  return contracts.flatMap(([role, address]) => (address ? [{ role, address }] : []));
}
