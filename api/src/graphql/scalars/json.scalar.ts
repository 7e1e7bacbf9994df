import { GraphQLScalarType } from 'graphql';

/** A decoded document (a policy, a call's arguments, a job). It is only ever given out. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'A JSON value. Amounts in it are decimal strings.',
  serialize: (value) => value,
});
