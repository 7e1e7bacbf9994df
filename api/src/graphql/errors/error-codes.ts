import { unwrapResolverError } from '@apollo/server/errors';
import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { NoTracks } from '../../queries/calls/call.queries.js';
import { UnknownOrganization } from '../../queries/organization.queries.js';
import { BadCursor } from '../../queries/page.js';
import { BadLimit } from '../page/page.pipe.js';
import { BadDraft } from '../proposal/draft-calls.js';
import { UnknownProposal } from './door-errors.js';

/** Each broken rule and its code. What is not listed is our own fault. */
const CODES = new Map<unknown, string>([
  [BadCursor, 'BAD_USER_INPUT'],
  [BadLimit, 'BAD_USER_INPUT'],
  [BadDraft, 'BAD_USER_INPUT'],
  [NoTracks, 'NO_TRACKS'],
  [UnknownOrganization, 'NOT_FOUND'],
  [UnknownProposal, 'NOT_FOUND'],
]);

const logger = new Logger('GraphQL');

/** What a client is told of an error: its rule and a code, and nothing of our insides. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const told = (code: unknown, words = message): GraphQLFormattedError => ({
    message: words,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code },
  });

  const original = unwrapResolverError(error);
  const code = original instanceof Error ? CODES.get(original.constructor) : undefined;
  if (code) return told(code);

  // Raised by GraphQL itself: syntax, validation, limits, variables. Nothing of it is ours to hide.
  const isAboutTheRequest =
    original instanceof GraphQLError && (original.originalError ?? original) instanceof GraphQLError;
  const { limit, code: given } = formatted.extensions ?? {};
  if (isAboutTheRequest && given !== 'INTERNAL_SERVER_ERROR')
    return told(limit ?? given ?? 'GRAPHQL_VALIDATION_FAILED');

  logger.error(original instanceof Error ? (original.stack ?? original.message) : String(original));
  return told('INTERNAL_SERVER_ERROR', 'Something went wrong on our side; it was logged.');
}
