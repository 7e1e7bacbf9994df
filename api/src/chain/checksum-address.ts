import { getAddress } from 'ethers';

/** The checksum costs a hash; who acts once usually acts again. Some 30 MB when it is full. */
const MOST_REMEMBERED = 100_000;
const remembered = new Map<string, string>();

/** The EIP-55 form of 40 hex digits; throws when they are none. */
export function checksumAddress(digits: string): string {
  const known = remembered.get(digits);
  if (known !== undefined) return known;
  const address = getAddress(`0x${digits.toLowerCase()}`);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  // A copy: a slice would keep the whole answer that it was cut from.
  remembered.set(Buffer.from(digits, 'latin1').toString('latin1'), address);
  return address;
}
