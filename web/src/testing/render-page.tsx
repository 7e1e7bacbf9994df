import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { WagmiProvider } from 'wagmi';
import { connect } from 'wagmi/actions';
import { type RuntimeConfig, RuntimeConfigContext } from '../lib/runtime-config';
import { createWalletConfig } from '../wallet/wagmi-config';

export const ada = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

export const testConfig: RuntimeConfig = {
  graphqlUrl: 'http://test.local/graphql',
  graphqlWsUrl: 'ws://test.local/graphql',
  gatewayUrl: 'http://test.local',
  rpcUrl: 'http://test.local/rpc',
  chainId: 31337,
  chainName: 'Local chain',
  organization: 'mandate',
  isLocalChain: true,
  explorerUrl: null,
  devAccounts: [{ address: ada, name: 'Ada' }],
};

/** Radix measures its controls; jsdom lays nothing out, so there is nothing to observe. */
class SilentResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

interface Options {
  isConnected?: boolean;
}

/** Renders a part of the application in its real surroundings: configuration, wallet, cache and router. */
export async function renderPage(page: ReactNode, { isConnected = false }: Options = {}) {
  localStorage.clear();
  window.scrollTo = () => undefined;
  globalThis.ResizeObserver = SilentResizeObserver;
  const wallet = createWalletConfig(testConfig);
  const [connector] = wallet.connectors;
  if (isConnected && connector) await connect(wallet, { connector });

  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const rootRoute = createRootRoute({ component: () => <div data-testid="page">{page}</div> });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory({ initialEntries: ['/'] }) });

  render(
    <RuntimeConfigContext value={testConfig}>
      <WagmiProvider config={wallet}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </WagmiProvider>
    </RuntimeConfigContext>,
  );
  await screen.findByTestId('page');
  return { router, queries };
}
