import { Injectable, Logger } from '@nestjs/common';
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  type NamedTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LIMIT_RULES, MAXIMUM_TOKENS } from '../queries/limits/rules.js';
import { BadCursor } from '../queries/page.js';
import { TallyRoot } from './tally-root.js';
import { tallySchema } from './tally-schema.js';

/** The body of a request: a document and what it needs. */
export interface TallyRequest {
  query?: unknown;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** The answer and its HTTP status. */
export interface TallyAnswer {
  status: number;
  body: { data?: unknown; errors?: GraphQLFormattedError[] };
}

/** Checks a document and carries it out. */
@Injectable()
export class TallyExecutor {
  private readonly logger = new Logger('Tally');
  private readonly schema = tallySchema();

  constructor(private readonly root: TallyRoot) {}

  /** An invalid document is answered with 422 and the reasons. */
  async answer(request: TallyRequest | null | undefined): Promise<TallyAnswer> {
    const checked = this.check(request?.query);
    if ('errors' in checked) return { status: 422, body: { errors: checked.errors.map((error) => error.toJSON()) } };

    const { data, errors } = await execute({
      schema: this.schema,
      document: asOneVote(checked.document),
      rootValue: this.root,
      variableValues: request?.variables ?? undefined,
      operationName: request?.operationName ?? undefined,
    });
    // Without data nothing was carried out: variables or the operation's name did not fit.
    const status = data === undefined ? 422 : 200;
    return { status, body: { ...(data !== undefined && { data }), ...(errors && { errors: errors.map(this.tell) }) } };
  }

  private check(query: unknown): { document: DocumentNode } | { errors: readonly GraphQLError[] } {
    if (typeof query !== 'string') return { errors: [new GraphQLError('The body has no "query" that is a text.')] };
    try {
      const document = parse(query, { maxTokens: MAXIMUM_TOKENS });
      const errors = validate(this.schema, document, [...specifiedRules, ...LIMIT_RULES]);
      return errors.length > 0 ? { errors } : { document };
    } catch (error) {
      return { errors: [error instanceof GraphQLError ? error : new GraphQLError('The document cannot be read.')] };
    }
  }

  /** Our own failures are logged, not told. */
  private tell = (error: GraphQLError): GraphQLFormattedError => {
    const cause = error.originalError;
    if (!cause || cause instanceof GraphQLError) return error.toJSON();
    if (cause instanceof BadCursor) return { ...error.toJSON(), extensions: { code: 'BAD_USER_INPUT' } };
    this.logger.error(cause.stack ?? cause.message);
    const message = 'Something went wrong on our side; it was logged.';
    return { message, path: error.path, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };
}

/** A vote answers as `Vote` and as `OnchainVote`: old and new clients, and both in one document. */
function asOneVote(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.NAMED_TYPE]: (node: NamedTypeNode) =>
      node.name.value === 'OnchainVote' ? { ...node, name: { kind: Kind.NAME, value: 'Vote' } } : undefined,
  });
}
