import { isHex, stringToHex } from 'viem';

/** A short ASCII name as the contracts store it: left-aligned in 32 bytes. Throws when it does not fit. */
export function toBytes32(text: string): `0x${string}` {
  if (!/^[\x21-\x7e]{1,32}$/.test(text)) throw new Error(`"${text}" is not a name of 1 to 32 ASCII characters`);
  return stringToHex(text, { size: 32 });
}

/** The name in a bytes32; a value that holds none (a digest, say) is returned as it is. */
export function fromBytes32(value: string): string {
  if (!isHex(value) || value.length !== 66) return value;
  const bytes =
    value
      .slice(2)
      .replace(/(00)+$/, '')
      .match(/../g) ?? [];
  const text = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return /^[\x21-\x7e]+$/.test(text) ? text : value;
}
