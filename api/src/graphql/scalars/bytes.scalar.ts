import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

function parseBytes(value: unknown): string {
  if (typeof value === 'string' && /^0x(?:[0-9a-fA-F]{2})*$/.test(value)) return value.toLowerCase();
  throw new GraphQLError('Bytes takes 0x and an even number of hexadecimal digits.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** Raw bytes and hashes as lower-case hexadecimal with 0x. */
export const Bytes = new GraphQLScalarType<string, string>({
  name: 'Bytes',
  description: 'Bytes as 0x and lower-case hexadecimal digits.',
  serialize: (value) => (value as string).toLowerCase(),
  parseValue: parseBytes,
  parseLiteral: (node) => parseBytes(node.kind === Kind.STRING ? node.value : undefined),
});
