import type { Page } from 'playwright-core';

export const walletName = 'Test Wallet';

/**
 * Gives every page that is opened a wallet that announces itself by EIP-6963 and lets the local chain's node sign.
 * As real wallets do, it names no account before the page has asked for it.
 */
export async function injectWallet(
  page: Page,
  wallet: { rpcUrl: string; account: string; chainId: number },
): Promise<void> {
  await page.addInitScript(announceWallet, { ...wallet, name: walletName });
}

/** Runs in the page; it must not refer to anything outside itself. */
function announceWallet({
  rpcUrl,
  account,
  chainId,
  name,
}: {
  rpcUrl: string;
  account: string;
  chainId: number;
  name: string;
}) {
  type Listener = (...values: unknown[]) => void;
  const listeners = new Map<string, Set<Listener>>();
  // A wallet remembers over a reload which page it is connected to.
  const memory = 'test-wallet-is-connected';
  const isConnected = () => sessionStorage.getItem(memory) === 'yes';
  let requestId = 0;

  const forward = async (method: string, params: unknown[]) => {
    requestId += 1;
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: requestId, method, params }),
    });
    const { result, error } = await response.json();
    if (error) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
    return result;
  };

  const own: Record<string, () => unknown> = {
    eth_chainId: () => `0x${chainId.toString(16)}`,
    eth_accounts: () => (isConnected() ? [account] : []),
    eth_requestAccounts: () => {
      sessionStorage.setItem(memory, 'yes');
      return [account];
    },
    wallet_requestPermissions: () => [{ parentCapability: 'eth_accounts' }],
    wallet_revokePermissions: () => sessionStorage.removeItem(memory) ?? null,
    wallet_switchEthereumChain: () => null,
    wallet_addEthereumChain: () => null,
  };

  const provider = {
    request: async ({ method, params = [] }: { method: string; params?: unknown[] }) =>
      own[method] ? own[method]() : forward(method, params),
    on(event: string, listener: Listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event)?.add(listener);
      return provider;
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };

  const icon = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';
  const info = Object.freeze({ uuid: '7c9f4a52-6b1e-4f5d-9a8e-2f2d4f0c1b11', name, icon, rdns: 'example.test-wallet' });
  const announce = () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}
