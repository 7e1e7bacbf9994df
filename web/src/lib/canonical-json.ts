import canonicalize from 'canonicalize';
import { sha256, stringToBytes } from 'viem';

/** The RFC 8785 text of a JSON value: the same value always gives the same bytes, so it can be hashed and voted on. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('the value has no JSON form');
  return text;
}

/** `sha256:…` of the UTF-8 bytes of a text. Not by `crypto.subtle`, which plain http pages outside localhost lack. */
export function sha256Digest(text: string): string {
  return `sha256:${sha256(stringToBytes(text)).slice(2)}`;
}
