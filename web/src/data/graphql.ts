import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../generated/graphql-env';

/** Writes a query whose result and variables are typed from the server's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Uint256: string; Address: `0x${string}`; Bytes: `0x${string}`; DateTime: string; JSON: unknown };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';
export { readFragment } from 'gql.tada';
