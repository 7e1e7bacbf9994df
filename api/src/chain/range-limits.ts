import { isAnswer } from './chain-errors.js';

/** Numbers in a refusal, with what follows them: "10,000 blocks", "2K block range", "10000 results". */
const NUMBERS = /(?<!\w)(\d[\d,_]*)\s*(k\b)?\s*(results|logs|requests|bytes|mb|seconds)?/gi;
const SUGGESTED_RANGE = /\[\s*(0x[0-9a-f]+|\d+)\s*,\s*(0x[0-9a-f]+|\d+)\s*\]/i;

/** Too many results come as JSON-RPC errors, as HTTP 413, or as a bare timeout: a shorter range may cure it. */
export function isRangeRefusal(error: unknown): boolean {
  if (isThrottling(error)) return false;
  const { code, response } = error as { code?: string; response?: { statusCode?: number } };
  return isAnswer(error) || code === 'TIMEOUT' || response?.statusCode === 413;
}

/** "Slow down" is no matter of the range. */
export function isThrottling(error: unknown): boolean {
  const { message, response, error: inner } = error as RpcFailure;
  if (response?.statusCode === 429 || inner?.code === 429) return true;
  return /too many requests|rate.?limit|compute units per second|request(s)? per (second|minute)/i.test(message ?? '');
}

interface RpcFailure {
  message?: string;
  response?: { statusCode?: number };
  error?: { code?: number };
}

/**
 * How many blocks a refused range of `length` blocks may have: what the provider itself names, else half.
 * Providers say "limited to a 10,000 range", "max is 2k blocks", "try with this block range [0x1, 0x7d0]" and more.
 */
export function shorterRange(error: unknown, length: number): number {
  const message = (error as RpcFailure).message ?? '';
  const [, from, to] = SUGGESTED_RANGE.exec(message) ?? [];
  const suggested = from && to ? Number(to) - Number(from) + 1 : largestNumberBelow(message, length);
  const half = Math.max(1, Math.floor(length / 2));
  return suggested > 0 && suggested < length ? suggested : half;
}

function largestNumberBelow(message: string, length: number): number {
  const named = [...message.matchAll(NUMBERS)]
    .filter(([, , , unit]) => !unit)
    .map(([, digits = '', thousands]) => Number(digits.replace(/[,_]/g, '')) * (thousands ? 1_000 : 1));
  // Of a limit above what was asked for nobody would complain, and tiny numbers are counts of something else.
  return Math.max(0, ...named.filter((number) => number >= 5 && number < length));
}
