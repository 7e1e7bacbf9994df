import { type Client, createClient } from 'graphql-ws';
import { createContext, useContext } from 'react';

/** Opens the socket when the first subscription needs it, and again, ever slower, after it broke. */
export function createSubscriptionClient(url: string): Client {
  return createClient({ url, lazy: true, retryAttempts: Number.POSITIVE_INFINITY, shouldRetry: () => true });
}

export const SubscriptionClientContext = createContext<Client | null>(null);

/** The socket; null where there is none (tests), then pages live from queries alone. */
export function useSubscriptionClient(): Client | null {
  return useContext(SubscriptionClientContext);
}
