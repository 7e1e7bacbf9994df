import type { Hex } from 'viem';
import { UnsoundAnswer } from './chain-errors.js';

const HASH = /^0x[0-9a-f]{64}$/;
const HEX = /^0x[0-9a-f]*$/;
/** Numbers of blocks, logs and seconds: fourteen digits are beyond what a JavaScript number can hold exactly. */
const QUANTITY = /^0x[0-9a-f]{1,13}$/;

/** A number as JSON-RPC writes it, `0x1b4`. Throws `UnsoundAnswer` for anything else, decimal numbers included. */
export function quantityOf(value: unknown, what: string): number {
  const text = lowerCase(value);
  if (text === null || !QUANTITY.test(text)) throw malformed(what, value, 'a number in hex');
  return Number.parseInt(text, 16);
}

/** 32 bytes in lowercase hex. */
export function hashOf(value: unknown, what: string): string {
  // Nearly every hash is well formed already: the common way is the short one.
  if (typeof value === 'string' && HASH.test(value)) return value;
  const text = lowerCase(value);
  if (text === null || !HASH.test(text)) throw malformed(what, value, '32 bytes in hex');
  return text;
}

/** Bytes in lowercase hex; `digits` of them where their number is fixed. */
export function hexOf(value: unknown, what: string, digits?: number): Hex {
  const text = typeof value === 'string' && HEX.test(value) ? value : lowerCase(value);
  const isHex = text !== null && HEX.test(text) && text.length % 2 === 0;
  if (!isHex || (digits !== undefined && text.length !== digits + 2)) throw malformed(what, value, 'bytes in hex');
  return text as Hex;
}

/** An object's fields; anything else is no answer to a question for one. */
export function fieldsOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(what, value, 'an object');
  return value as Record<string, unknown>;
}

/** A list; `null` where a list was asked for is no empty one. */
export function listOf(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw malformed(what, value, 'a list');
  return value;
}

const lowerCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : null);

const LONGEST_QUOTE = 80;

function malformed(what: string, value: unknown, wanted: string): UnsoundAnswer {
  const quoted = (value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value))).slice(0, LONGEST_QUOTE);
  return new UnsoundAnswer(`${what} is ${quoted}, not ${wanted}`);
}
