import type { ValueTransformer } from 'typeorm';

/** `numeric(78,0)` ⇄ bigint: amounts and uint256 ids never become a JS number. */
export const bigintTransformer: ValueTransformer = {
  to: (value: bigint | null | undefined) => (value == null ? value : value.toString()),
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};

/** `text[]` of decimal numbers ⇄ bigint[]. */
export const bigintArrayTransformer: ValueTransformer = {
  to: (values: bigint[] | undefined) => values?.map(String),
  from: (values: string[]) => values.map(BigInt),
};

/** `bigint` (int8) ⇄ number, for block numbers, seconds and counters that the chain itself bounds far below 2^53. */
export const int8Transformer: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
