import type { OrganizationConfig } from '../config/organizations.js';
import type { ConfiguredOrganization } from '../store/organization-registry.js';

/** An organization of the configuration, as its row. */
export function configuredRow(organization: OrganizationConfig): ConfiguredOrganization {
  const { slug, name, chainId, governor, token, timelock, startBlock } = organization;
  return {
    slug,
    name,
    chainId,
    governor,
    token,
    timelock,
    startBlock,
    policyRegistry: organization.policyRegistry ?? null,
    runRegistry: organization.runRegistry ?? null,
    revenueAllocator: organization.revenueAllocator ?? null,
    mandateToken: organization.mandateToken ?? null,
  };
}
