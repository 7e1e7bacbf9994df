import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql/language/printer';
import { useEffect } from 'react';
import { useRuntimeConfig } from '../lib/runtime-config';
import { requestGraphql } from './graphql-client';
import { useSubscriptionClient } from './subscription-client';

interface Options {
  isEnabled?: boolean;
  refetchSeconds?: number;
}

/** Reads a query and reads it again every few seconds; what was read before stays in view meanwhile. */
export function useGraphql<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  { isEnabled = true, refetchSeconds = 5 }: Options = {},
): UseQueryResult<Result> {
  const { graphqlUrl } = useRuntimeConfig();
  return useQuery({
    queryKey: ['graphql', print(document), variables],
    queryFn: ({ signal }) => requestGraphql(graphqlUrl, document, variables, signal),
    enabled: isEnabled,
    refetchInterval: refetchSeconds * 1000,
    placeholderData: keepPreviousData,
  });
}

/**
 * Follows a subscription and writes what it sends into the cache of the query beside it, which has the same shape.
 * While the socket is down the query's own interval keeps the page true, only slower.
 */
export function useLiveGraphql<Result, Variables extends Record<string, unknown>>(
  query: TadaDocumentNode<Result, Variables>,
  subscription: TadaDocumentNode<NoInfer<Result>, Variables>,
  variables: Variables,
  options: Options = {},
): UseQueryResult<Result> {
  const client = useSubscriptionClient();
  const cache = useQueryClient();
  const serialized = JSON.stringify(variables);
  const isEnabled = options.isEnabled ?? true;

  useEffect(() => {
    if (!client || !isEnabled) return;
    const parsed = JSON.parse(serialized) as Variables;
    return client.subscribe<Result>(
      { query: print(subscription), variables: parsed },
      {
        next: ({ data }) => {
          if (data) cache.setQueryData(['graphql', print(query), parsed], data);
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
  }, [client, cache, query, subscription, serialized, isEnabled]);

  return useGraphql(query, variables, options);
}
