import { type Address, custom, type EIP1193RequestFn, getAddress, numberToHex } from 'viem';
import { createConnector } from 'wagmi';

const storageKey = 'mandate.devAccount';

/** The id of the connector, to tell it from real wallets. */
export const devAccountsConnectorId = 'developmentAccounts';

/** Which development account is chosen; kept over reloads. */
export const devAccountChoice = {
  read: () => localStorage.getItem(storageKey) as Address | null,
  write: (address: Address | null) =>
    address ? localStorage.setItem(storageKey, address) : localStorage.removeItem(storageKey),
};

/**
 * A wallet for the local chain only: the node holds the keys of its own accounts and signs for them, so that nothing
 * has to be installed and no key is in this page.
 */
export function devAccountsConnector(rpcUrl: string, accounts: readonly Address[]) {
  const node = custom({ request: (call: unknown) => askNode(rpcUrl, call) })({ retryCount: 0 });
  let chosen: Address | null = devAccountChoice.read();

  const isKnown = (address: Address | null): address is Address =>
    address !== null && accounts.some((account) => account.toLowerCase() === address.toLowerCase());

  return createConnector<{ request: EIP1193RequestFn }>((config) => {
    const request: EIP1193RequestFn = (async ({ method, params }: { method: string; params?: unknown }) => {
      if (method === 'eth_accounts' || method === 'eth_requestAccounts') return isKnown(chosen) ? [chosen] : [];
      if (method === 'wallet_switchEthereumChain') return null;
      return node.request({ method, params } as Parameters<typeof node.request>[0]);
    }) as EIP1193RequestFn;

    return {
      id: devAccountsConnectorId,
      name: 'Development accounts',
      type: 'developmentAccounts',
      connect: (async () => {
        const stored = devAccountChoice.read();
        chosen = isKnown(stored) ? stored : (accounts[0] ?? null);
        devAccountChoice.write(chosen);
        return { accounts: isKnown(chosen) ? [getAddress(chosen)] : [], chainId: config.chains[0].id };
      }) as never,
      disconnect: async () => {
        chosen = null;
        devAccountChoice.write(null);
      },
      getAccounts: async () => (isKnown(chosen) ? [getAddress(chosen)] : []),
      getChainId: async () => config.chains[0].id,
      getProvider: async () => ({ request }),
      isAuthorized: async () => isKnown(devAccountChoice.read()),
      switchChain: async () => config.chains[0],
      onAccountsChanged: (changed) => {
        chosen = getAddress(changed[0] as Address);
        config.emitter.emit('change', { accounts: [chosen] });
      },
      onChainChanged: (chainId) => config.emitter.emit('change', { chainId: Number(chainId) }),
      onDisconnect: () => config.emitter.emit('disconnect'),
    };
  });
}

async function askNode(rpcUrl: string, call: unknown): Promise<unknown> {
  const { method, params } = call as { method: string; params?: unknown };
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] }),
  }).catch(() => {
    throw new Error('The chain does not answer. Try again when it is back.');
  });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { code: number; message: string; data?: unknown };
  };
  if (error) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
  return result;
}

/** A call to the local node that no wallet would make, such as moving its clock. */
export function requestFromLocalNode(rpcUrl: string, method: string, params: unknown[] = []): Promise<unknown> {
  return askNode(rpcUrl, {
    method,
    params: params.map((param) => (typeof param === 'bigint' ? numberToHex(param) : param)),
  });
}
