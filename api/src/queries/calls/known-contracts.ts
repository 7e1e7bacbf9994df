import { type Abi, erc20Abi, parseAbi } from 'viem';
import { mandateGovernorAbi } from '../../abi/MandateGovernor.js';
import { mandateTokenAbi } from '../../abi/MandateToken.js';
import { policyRegistryAbi } from '../../abi/PolicyRegistry.js';
import { revenueAllocatorAbi } from '../../abi/RevenueAllocator.js';
import { runRegistryAbi } from '../../abi/RunRegistry.js';
import { stakedMandateAbi } from '../../abi/StakedMandate.js';
import { treasuryTimelockAbi } from '../../abi/TreasuryTimelock.js';
import type { Organization } from '../organization.js';

/** A contract whose calls can be read. */
export interface KnownContract {
  name: string;
  abi: Abi;
}

const ANY_GOVERNOR = parseAbi([
  'function setVotingDelay(uint48 newVotingDelay)',
  'function setVotingPeriod(uint32 newVotingPeriod)',
  'function setProposalThreshold(uint256 newProposalThreshold)',
  'function updateQuorumNumerator(uint256 newQuorumNumerator)',
  'function updateTimelock(address newTimelock)',
  'function relay(address target, uint256 value, bytes data)',
]);

/** What any contract may be: a token. */
export const ANY_TOKEN: KnownContract = { name: 'Token', abi: erc20Abi };

/** What the target is in this organization; null when it is none of its contracts. */
export function knownContract(organization: Organization, target: string): KnownContract | null {
  const { addresses } = organization;
  const isAiDao = addresses.policyRegistry !== null;
  switch (target) {
    case addresses.governor:
      return isAiDao
        ? { name: 'MandateGovernor', abi: [...mandateGovernorAbi, ...ANY_GOVERNOR] }
        : { name: 'Governor', abi: ANY_GOVERNOR };
    case addresses.token:
      return isAiDao ? { name: 'StakedMandate', abi: stakedMandateAbi } : { name: 'Token', abi: erc20Abi };
    case addresses.timelock:
      return { name: 'Timelock', abi: treasuryTimelockAbi };
    case addresses.mandateToken:
      return { name: 'MandateToken', abi: mandateTokenAbi };
    case addresses.policyRegistry:
      return { name: 'PolicyRegistry', abi: policyRegistryAbi };
    case addresses.runRegistry:
      return { name: 'RunRegistry', abi: runRegistryAbi };
    case addresses.revenueAllocator:
      return { name: 'RevenueAllocator', abi: revenueAllocatorAbi };
    default:
      return null;
  }
}
