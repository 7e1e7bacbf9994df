import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const MAXIMUM = 2n ** 256n - 1n;

function parseUint256(value: unknown): bigint {
  const isDecimal = typeof value === 'string' && /^\d{1,78}$/.test(value);
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  const amount = isDecimal || isWhole ? BigInt(value) : -1n;
  if (amount < 0n || amount > MAXIMUM) {
    throw new GraphQLError('Uint256 takes a decimal string between 0 and 2^256 - 1.', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return amount;
}

/** An amount or an id of the chain: a `bigint` inside, a decimal string outside, never a JS number. */
export const Uint256 = new GraphQLScalarType<bigint, string>({
  name: 'Uint256',
  description: 'An unsigned integer of 256 bits as a decimal string.',
  serialize: (value) => BigInt(value as bigint | string).toString(),
  parseValue: parseUint256,
  parseLiteral: (node) => parseUint256(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
});
