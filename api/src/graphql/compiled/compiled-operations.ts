import { type DocumentNode, type ExecutionResult, type GraphQLSchema, Kind, OperationTypeNode, visit } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

/** Carries out one operation of one document with these variables. */
export type CompiledOperation = (context: unknown, variables: Record<string, unknown>) => Promise<ExecutionResult>;

/** How many operations are kept; those that were not asked for longest are forgotten. */
const MOST_KEPT = 200;

/**
 * Operations as functions. Compiling one takes as long as carrying it out some ten times, so it has to come a second time
 * first; and whoever sends ever new documents only replaces what nobody asks for.
 */
export class CompiledOperations {
  /** By document and operation name, the one asked for last at the end; null while it came once. */
  private readonly kept = new Map<string, CompiledOperation | null>();

  constructor(private readonly mostKept = MOST_KEPT) {}

  /** Null when it is to be interpreted: it came for the first time, or is of a kind that is not compiled. */
  find(
    schema: GraphQLSchema,
    documentHash: string,
    document: DocumentNode,
    operationName: string | null | undefined,
  ): CompiledOperation | null {
    const name = `${documentHash} ${operationName ?? ''}`;
    const known = this.kept.get(name);
    this.kept.delete(name);
    const operation = known === null ? compile(schema, document, operationName) : (known ?? null);
    this.kept.set(name, operation);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.mostKept && oldest !== undefined) this.kept.delete(oldest);
    return operation;
  }

  /** How many are functions now. */
  get compiled(): number {
    return [...this.kept.values()].filter((operation) => operation !== null).length;
  }
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): CompiledOperation | null {
  if (!isCompilable(document)) return null;
  const compiled = compileQuery(schema, document, operationName ?? undefined);
  if (!isCompiledQuery(compiled)) return null;
  return async (context, variables) => compiled.query(undefined, context, variables);
}

/** Questions about rows. What asks for the schema itself comes from tools, seldom, and is large. */
function isCompilable(document: DocumentNode): boolean {
  let isQuery = true;
  visit(document, {
    [Kind.OPERATION_DEFINITION]: ({ operation }) => {
      if (operation !== OperationTypeNode.QUERY) isQuery = false;
    },
    [Kind.FIELD]: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') isQuery = false;
    },
  });
  return isQuery;
}
