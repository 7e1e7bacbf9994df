import { ZeroAddress } from 'ethers';
import type { GovernorDialect } from '../chain/dialects/governor-dialect.js';
import type { OrganizationConfig } from '../config/organizations.js';

/**
 * What a contract is to its organization; it decides which events are expected of it. A governor of another make has a
 * second role for the events that only its make emits.
 */
export type ContractRole =
  | 'governor'
  | 'alphaGovernor'
  | 'fractionalGovernor'
  | 'timelock'
  | 'compoundTimelock'
  | 'token'
  | 'nft'
  | 'policyRegistry'
  | 'runRegistry'
  | 'revenueAllocator';

/** A contract that we follow. */
export interface FollowedContract {
  address: string;
  role: ContractRole;
}

/** An organization of the configuration, and how its contracts speak where they are of another make than ours. */
export interface FollowedOrganization extends OrganizationConfig {
  dialect?: GovernorDialect;
}

/** The contracts of an organization. */
export function contractsOf(organization: FollowedOrganization): FollowedContract[] {
  const { governor, timelock, token, mandateToken, policyRegistry, runRegistry, revenueAllocator, dialect } =
    organization;
  const contracts: [ContractRole, string | undefined][] = [
    ['governor', governor],
    ...(dialect?.family === 'alpha' ? [['alphaGovernor', governor] as [ContractRole, string]] : []),
    ...(dialect?.counting === 'fractional' ? [['fractionalGovernor', governor] as [ContractRole, string]] : []),
    [dialect?.timelock === 'compound' ? 'compoundTimelock' : 'timelock', timelock],
    [dialect?.votes === 'erc721' ? 'nft' : 'token', token],
    ['token', mandateToken],
    ['policyRegistry', policyRegistry],
    ['runRegistry', runRegistry],
    ['revenueAllocator', revenueAllocator],
  ];
  return contracts.flatMap(([role, address]) => (address && address !== ZeroAddress ? [{ role, address }] : []));
}
