import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { WagmiProvider } from 'wagmi';
import { waitForIndexedBlock } from '../data/indexed-block';
import { createSubscriptionClient, SubscriptionClientContext } from '../data/subscription-client';
import { type RuntimeConfig, RuntimeConfigContext } from '../lib/runtime-config';
import { AfterConfirmationContext } from '../wallet/use-transaction';
import { createWalletConfig } from '../wallet/wagmi-config';
import { router } from './router';

/** Composes the rooms: configuration, wallet, data, and the pages. */
export function Application({ config }: { config: RuntimeConfig }) {
  const [wallet] = useState(() => createWalletConfig(config));
  const [subscriptions] = useState(() => createSubscriptionClient(config.graphqlWsUrl));
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 1000 } } }));
  const untilIndexed = (block: bigint) => waitForIndexedBlock(config.graphqlUrl, config.organization, block);

  return (
    <RuntimeConfigContext value={config}>
      <WagmiProvider config={wallet}>
        <QueryClientProvider client={queries}>
          <SubscriptionClientContext value={subscriptions}>
            <AfterConfirmationContext value={untilIndexed}>
              <RouterProvider router={router} />
            </AfterConfirmationContext>
          </SubscriptionClientContext>
        </QueryClientProvider>
      </WagmiProvider>
    </RuntimeConfigContext>
  );
}
