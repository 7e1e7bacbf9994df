import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { waitForIndexedBlock } from '../../data/indexed-block';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { requestFromLocalNode } from '../../wallet/dev-accounts-connector';

/** Moves the local chain's clock on and mines a block there, then waits until the pages can show it. */
export function useAdvanceTime() {
  const { rpcUrl, graphqlUrl, organization } = useRuntimeConfig();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function advance(seconds: number): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await requestFromLocalNode(rpcUrl, 'evm_increaseTime', [Math.max(1, Math.ceil(seconds))]);
      await requestFromLocalNode(rpcUrl, 'evm_mine');
      const block = (await requestFromLocalNode(rpcUrl, 'eth_blockNumber')) as string;
      await waitForIndexedBlock(graphqlUrl, organization, BigInt(block));
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  return { advance, isBusy, problem };
}
