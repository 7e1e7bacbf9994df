import fs from 'node:fs';
import path from 'node:path';

/** Writes the `MANDATE_CONFIG` of one deployment, followed over these addresses; returns its path. */
export function writeOrganizations(folder, name, deployment, rpcUrls) {
  const { chainId, governor, stakedMandate, token, timelock, startBlock } = deployment;
  const { policyRegistry, runRegistry, revenueAllocator } = deployment;
  const organization = {
    ...{ slug: 'mandate', name: 'Mandate', chainId, rpcUrls, startBlock },
    ...{ governor, token: stakedMandate, mandateToken: token, timelock },
    ...{ policyRegistry, runRegistry, revenueAllocator, finalityBlocks: 2 },
  };
  const file = path.join(folder, `${name}.json`);
  fs.writeFileSync(file, JSON.stringify({ organizations: [organization] }));
  return file;
}
