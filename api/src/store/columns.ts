import { Column, type ColumnOptions } from 'typeorm';
import { bigintArrayTransformer, bigintTransformer, int8Transformer } from './bigint.js';

/** An EIP-55 checksummed address, or any other text. */
export const TextColumn = (options: ColumnOptions = {}) => Column({ type: 'text', ...options });

/** 32 bytes as lowercase 0x-hex: hashes, digests, run ids. */
export const HashColumn = (options: ColumnOptions = {}) => Column({ type: 'text', ...options });

/** An amount or a uint256 id. */
export const AmountColumn = (options: ColumnOptions = {}) =>
  Column({ type: 'numeric', precision: 78, scale: 0, transformer: bigintTransformer, ...options });

/** A sum of amounts, which may be greater than any of them. */
export const SumColumn = (options: ColumnOptions = {}) =>
  Column({ type: 'numeric', transformer: bigintTransformer, ...options });

/** A list of amounts, in the event's order; as text, since the driver reads a list of `numeric` as JS numbers. */
export const AmountsColumn = () => Column({ type: 'text', array: true, transformer: bigintArrayTransformer });

/** A whole number of at most 64 bits, a JS number in code. */
export const Int8Column = (options: ColumnOptions = {}) =>
  Column({ type: 'bigint', transformer: int8Transformer, ...options });

/** A whole number of at most 31 bits. */
export const IntColumn = (options: ColumnOptions = {}) => Column({ type: 'int', ...options });

/** A point in time. */
export const TimeColumn = (options: ColumnOptions = {}) => Column({ type: 'timestamptz', ...options });

/** Raw bytes, as they were in the log. */
export const BytesColumn = (options: ColumnOptions = {}) => Column({ type: 'bytea', ...options });

/** A list of texts. */
export const TextsColumn = () => Column({ type: 'text', array: true });

/** A JSON document. */
export const JsonColumn = (options: ColumnOptions = {}) => Column({ type: 'jsonb', ...options });

/** Yes or no. */
export const FlagColumn = () => Column({ type: 'boolean' });
