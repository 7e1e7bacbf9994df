import { defineChain, http } from 'viem';
import { createConfig, createStorage } from 'wagmi';
import type { RuntimeConfig } from '../lib/runtime-config';
import { devAccountsConnector } from './dev-accounts-connector';

/** The chain of this deployment, and the wallets: all that announce themselves (EIP-6963), and on a local chain its own accounts. */
export function createWalletConfig(config: RuntimeConfig) {
  const chain = defineChain({
    id: config.chainId,
    name: config.chainName,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
  });
  const addresses = config.devAccounts.map((account) => account.address);

  return createConfig({
    chains: [chain],
    connectors: config.isLocalChain && addresses.length > 0 ? [devAccountsConnector(config.rpcUrl, addresses)] : [],
    multiInjectedProviderDiscovery: true,
    storage: createStorage({ storage: localStorage, key: 'mandate.wallet' }),
    transports: { [chain.id]: http(config.rpcUrl) },
    pollingInterval: 1000,
  });
}
