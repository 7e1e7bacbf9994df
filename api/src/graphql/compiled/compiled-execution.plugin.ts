import type { ApolloServerPlugin, GraphQLRequestListener, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { CompiledOperations } from './compiled-operations.js';

/**
 * Answers operations that come again by compiled functions. All that happens before execution (limits, validation) stays
 * as it is. An answer with an error is thrown away and made again by the reference implementation: questions change
 * nothing, and the words and codes of errors are then those of always.
 */
export class CompiledExecutionPlugin implements ApolloServerPlugin {
  constructor(private readonly operations = new CompiledOperations()) {}

  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    return {
      responseForOperation: async ({ schema, queryHash, document, operationName, contextValue, request }) => {
        const operation = queryHash ? this.operations.find(schema, queryHash, document, operationName) : null;
        const result = await operation?.(contextValue, request.variables ?? {});
        return result && !result.errors ? responseOf(result) : null;
      },
    };
  }
}

const responseOf = (singleResult: object): GraphQLResponse => ({
  body: { kind: 'single', singleResult },
  http: { headers: new HeaderMap(), status: undefined },
});
