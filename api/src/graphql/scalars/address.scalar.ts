import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { getAddress, isAddress } from 'viem';

function parseAddress(value: unknown): string {
  if (typeof value === 'string' && isAddress(value, { strict: false })) return getAddress(value);
  throw new GraphQLError('Address takes 0x and 40 hexadecimal digits.', { extensions: { code: 'BAD_USER_INPUT' } });
}

/** An account or a contract, EIP-55 checksummed outside; any letter case is taken in. */
export const Address = new GraphQLScalarType<string, string>({
  name: 'Address',
  description: 'An address with its EIP-55 checksum.',
  serialize: (value) => getAddress(value as string),
  parseValue: parseAddress,
  parseLiteral: (node) => parseAddress(node.kind === Kind.STRING ? node.value : undefined),
});
