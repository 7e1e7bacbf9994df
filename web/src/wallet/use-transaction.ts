import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import type { Abi, Address, Hash, TransactionReceipt } from 'viem';
import { useConfig, useConnection } from 'wagmi';
import {
  getPublicClient,
  simulateContract,
  switchChain,
  waitForTransactionReceipt,
  writeContract,
} from 'wagmi/actions';
import type { TransactionState } from '../lib/transaction-state';
import { describeTransactionError } from './contract-error';

export interface TransactionCall {
  address: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  value?: bigint;
}

/** What has to be true of a block before the pages show it. Set once, where the application is composed. */
export const AfterConfirmationContext = createContext<(blockNumber: bigint) => Promise<void>>(async () => undefined);

type Simulation = Parameters<typeof simulateContract>[1];
type Write = Parameters<typeof writeContract>[1];

/**
 * Half as much again: votes keep one checkpoint for each second, so an estimate made in the second of the last one is
 * for overwriting it, and the transaction, a second later, has to write a new one.
 */
function withReserve(gas: bigint | undefined): bigint | undefined {
  return gas === undefined ? undefined : (gas * 3n) / 2n;
}

/**
 * Sends contract calls: each is simulated first, so that a refusal is explained before anything is signed; then signed,
 * confirmed, and waited for until the indexer shows it. Only then are the pages read again. What is on chain counts as
 * done even if the API cannot show it: "not done" would make people send it twice.
 */
export function useTransaction() {
  const config = useConfig();
  const { address: account, chainId } = useConnection();
  const afterConfirmation = useContext(AfterConfirmationContext);
  const queries = useQueryClient();
  const [state, setState] = useState<TransactionState>({ step: 'idle' });

  async function send(...calls: TransactionCall[]): Promise<TransactionReceipt | null> {
    let hash: Hash | undefined;
    setState({ step: 'checking' });
    try {
      let receipt: TransactionReceipt | null = null;
      const wanted = config.chains[0].id;
      if (account && chainId !== wanted) await switchChain(config, { chainId: wanted });
      for (const call of calls) {
        setState({ step: 'checking' });
        const { request } = await simulateContract(config, { ...call, account } as Simulation);
        const gas = await getPublicClient(config)?.estimateContractGas({ ...call, account });
        setState({ step: 'signing' });
        hash = await writeContract(config, { ...request, gas: withReserve(gas) } as Write);
        setState({ step: 'confirming', hash });
        receipt = await waitForTransactionReceipt(config, { hash });
        if (receipt.status !== 'success') throw new Error('The transaction was reverted.');
      }
      if (hash && receipt) {
        setState({ step: 'indexing', hash });
        const isShown = await afterConfirmation(receipt.blockNumber).then(
          () => true,
          () => false,
        );
        await queries.invalidateQueries();
        setState({ step: 'done', hash, isShown });
      }
      return receipt;
    } catch (error) {
      setState({ step: 'failed', message: describeTransactionError(error), hash });
      return null;
    }
  }

  const isBusy = !['idle', 'done', 'failed'].includes(state.step);
  return { state, isBusy, send, reset: () => setState({ step: 'idle' }) };
}
