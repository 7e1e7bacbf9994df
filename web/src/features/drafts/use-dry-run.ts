import { useQuery } from '@tanstack/react-query';
import type { Abi, Address } from 'viem';
import { useConfig } from 'wagmi';
import { getPublicClient } from 'wagmi/actions';
import { policyRegistryAbi } from '../../generated/abi/PolicyRegistry';
import { runRegistryAbi } from '../../generated/abi/RunRegistry';
import { describeCallError, isUnreachable } from '../../wallet/contract-error';
import type { DraftCall } from './draft-call';

const abi = [...policyRegistryAbi, ...runRegistryAbi] as Abi;

/** How a call would end if it were carried out now. */
export interface DryRun {
  /** Why it would be refused; null when it would succeed. */
  refusal: string | null;
}

/**
 * Tries a draft's call on the chain as it is now, as the timelock would send it. Submitting only checks the proposal
 * around it: a call that reverts would be found out after the vote.
 */
export function useDryRun(call: DraftCall | null, timelock: Address | null): DryRun | null {
  const config = useConfig();
  const { data } = useQuery({
    queryKey: ['dryRun', timelock, call?.target, call?.calldata],
    enabled: call !== null && timelock !== null,
    queryFn: async (): Promise<DryRun> => {
      try {
        const { target = timelock, value, calldata } = call ?? {};
        await getPublicClient(config)?.call({ account: timelock ?? undefined, to: target, value, data: calldata });
        return { refusal: null };
      } catch (error) {
        if (isUnreachable(error)) throw error;
        return { refusal: describeCallError(error, abi) };
      }
    },
  });
  return call && data ? data : null;
}
