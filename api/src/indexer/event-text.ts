import { hexToBytes } from 'viem';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of a log as text that every database and every client can hold: NUL and invalid UTF-8 become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes).replaceAll('\0', '\uFFFD');
}

/** 0x-hex as bytes. */
export const bytesOf = (hex: string) => Buffer.from(hex.slice(2), 'hex');

/** A short name that a contract keeps in 32 bytes, left-aligned: `0x72656675…` is "refusal". */
export function nameOf(bytes32: `0x${string}`): string {
  const bytes = hexToBytes(bytes32);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return textOf(bytes.subarray(0, end));
}

/** Unix seconds as a time; throws when it is beyond what a date can be, so that the log goes to quarantine. */
export function timeOf(seconds: bigint | number): Date {
  const time = new Date(Number(seconds) * 1000);
  if (Number.isNaN(time.getTime())) throw new RangeError(`${seconds} seconds is no date`);
  return time;
}
