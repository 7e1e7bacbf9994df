import { ZeroAddress } from 'ethers';
import { type ContractProbe, StateGone } from './contract-probe.js';
import type { GovernorContracts } from './governor-dialect.js';

/**
 * The block in which the first of an organization's contracts was deployed, by halving; about twenty requests for each.
 * Null where the node does not keep states so old.
 */
export async function findStartBlock(
  probe: ContractProbe,
  { governor, token, timelock }: GovernorContracts,
  head: number,
): Promise<number | null> {
  const contracts = [governor, token, timelock].filter((address) => address !== ZeroAddress);
  try {
    const created = await Promise.all(contracts.map((address) => findCreation(probe, address, head)));
    return Math.min(...created);
  } catch (error) {
    if (error instanceof StateGone) return null;
    throw error;
  }
}

/** The first block with code at the address; it has some at `head`. */
async function findCreation(probe: ContractProbe, address: string, head: number): Promise<number> {
  let without = -1;
  let having = head;
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2);
    if ((await probe.code(address, middle)) === '0x') without = middle;
    else having = middle;
  }
  return having;
}
