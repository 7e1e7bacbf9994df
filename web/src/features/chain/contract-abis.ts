import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { mandateTokenAbi } from '../../generated/abi/MandateToken';
import { policyRegistryAbi } from '../../generated/abi/PolicyRegistry';
import { revenueAllocatorAbi } from '../../generated/abi/RevenueAllocator';
import { runRegistryAbi } from '../../generated/abi/RunRegistry';
import { stakedMandateAbi } from '../../generated/abi/StakedMandate';

/** Everything that an event of this organization can be; where two contracts share one, they agree on its shape. */
export const contractAbis = [
  ...mandateGovernorAbi,
  ...policyRegistryAbi,
  ...runRegistryAbi,
  ...stakedMandateAbi,
  ...mandateTokenAbi,
  ...revenueAllocatorAbi,
] as const;
