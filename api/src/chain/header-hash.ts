import { type Hex, keccak256, toRlp } from 'viem';
import type { RpcBlock } from './block-header.js';

/** The fields of a header in the order of its encoding, and which of them are numbers. Each fork appended some. */
const FIELDS = [
  ['parentHash', 'bytes'],
  ['sha3Uncles', 'bytes'],
  ['miner', 'bytes'],
  ['stateRoot', 'bytes'],
  ['transactionsRoot', 'bytes'],
  ['receiptsRoot', 'bytes'],
  ['logsBloom', 'bytes'],
  ['difficulty', 'number'],
  ['number', 'number'],
  ['gasLimit', 'number'],
  ['gasUsed', 'number'],
  ['timestamp', 'number'],
  ['extraData', 'bytes'],
  ['mixHash', 'bytes'],
  ['nonce', 'bytes'],
  ['baseFeePerGas', 'number'],
  ['withdrawalsRoot', 'bytes'],
  ['blobGasUsed', 'number'],
  ['excessBlobGas', 'number'],
  ['parentBeaconBlockRoot', 'bytes'],
  ['requestsHash', 'bytes'],
] as const;

/** Those that every header has; what follows came with forks. */
const FIRST_FORK_FIELD = FIELDS.findIndex(([name]) => name === 'baseFeePerGas');
const NAMES: ReadonlySet<string> = new Set(FIELDS.map(([name]) => name));

/** What nodes tell with a block that is not in its hash. */
const BESIDE: ReadonlySet<string> = new Set([
  'hash',
  'author',
  'size',
  'totalDifficulty',
  'transactions',
  'uncles',
  'withdrawals',
]);

/** The hash of a plain Ethereum header; null when a field is absent or is no hex, so that there is nothing to hash. */
export function headerHashOf(block: RpcBlock): string | null {
  const fields: Hex[] = [];
  for (const [index, [name, kind]] of FIELDS.entries()) {
    const value = block[name];
    if (value === undefined || value === null) {
      if (index < FIRST_FORK_FIELD) return null;
      continue;
    }
    if (typeof value !== 'string' || !/^0x[0-9a-f]*$/i.test(value)) return null;
    fields.push(kind === 'number' ? scalarOf(value) : (value as Hex));
  }
  return fields.every((field) => field.length % 2 === 0) ? keccak256(toRlp(fields)) : null;
}

/** A field that plain headers do not have: another kind of chain, or a fork that came after us. */
export const strangeFieldOf = (block: RpcBlock): string | null =>
  Object.keys(block).find((name) => !NAMES.has(name) && !BESIDE.has(name)) ?? null;

/** RLP writes numbers without leading zeros: zero is nothing at all. */
export function scalarOf(quantity: string): Hex {
  const digits = quantity.slice(2).replace(/^0+/, '');
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
