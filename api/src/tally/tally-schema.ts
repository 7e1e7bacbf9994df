import { buildSchema, GraphQLError, type GraphQLScalarType, type GraphQLSchema, Kind } from 'graphql';
import { TALLY_SDL } from './tally.sdl.js';

const MAXIMUM_INT_ID = 2n ** 63n - 1n;

/** A 64-bit integer as text; clients also send literals and JSON numbers. */
function parseIntId(value: unknown): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? `${value}` : value;
  if (typeof text === 'string' && /^\d{1,19}$/.test(text) && BigInt(text) <= MAXIMUM_INT_ID) return text;
  throw new GraphQLError('IntID takes a whole number of 64 bits.');
}

/** Tally's schema. Nodes are plain objects that name their type and answer their fields. */
export function tallySchema(): GraphQLSchema {
  const schema = buildSchema(TALLY_SDL);
  const intId = schema.getType('IntID') as GraphQLScalarType;
  intId.parseValue = parseIntId;
  // The literal's text, not a number made of it: values pass 2^53.
  intId.parseLiteral = (node) =>
    parseIntId(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : undefined);
  return schema;
}
