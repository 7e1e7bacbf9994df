import { createHash } from 'node:crypto';

/**
 * A whole number that stands for a name, for clients that know no other ids. 52 bits: a JSON number holds it without
 * loss, and among a million names one pair is alike with a chance of one in ten thousand.
 */
export function intIdOf(name: string): string {
  return BigInt(`0x${createHash('md5').update(name).digest('hex').slice(0, 13)}`).toString();
}

/** The same in SQL, of a text expression. */
export const intIdSql = (name: string) => `('x' || lpad(substr(md5(${name}), 1, 13), 16, '0'))::bit(64)::bigint`;
