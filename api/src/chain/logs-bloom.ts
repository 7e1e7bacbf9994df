import { getBytes, keccak256 } from 'ethers';

/** A bit of a bloom: which hex digit of its 512, and which bit of that. */
interface BloomBit {
  digit: number;
  mask: number;
}

/** Tells by a block's bloom whether logs of some contracts can be in it. It may say yes in vain, but never no. */
export class LogsBloom {
  private readonly bits: BloomBit[][];

  constructor(addresses: string[]) {
    this.bits = addresses.map((address) => bitsOf(keccak256(address)));
  }

  /** True also where the node does not tell a bloom. */
  mayHoldLogs(bloom: string | null | undefined): boolean {
    if (bloom?.length !== 514) return true;
    return this.bits.some((bits) =>
      bits.every(({ digit, mask }) => (Number.parseInt(bloom[2 + digit] as string, 16) & mask) !== 0),
    );
  }

  /** How likely `mayHoldLogs` says yes in vain: a bloom with many bits set tells nothing. */
  falseAlarmOf(bloom: string): number {
    let set = 0;
    for (const digit of bloom.slice(2)) set += BITS_OF_DIGIT[Number.parseInt(digit, 16)] as number;
    return Math.min(1, this.bits.length * (set / BLOOM_BITS) ** 3);
  }
}

const BLOOM_BITS = 2_048;
const BITS_OF_DIGIT = Array.from({ length: 16 }, (_, digit) => digit.toString(2).replaceAll('0', '').length);

/** Three times eleven bits of the hash; bit 0 is the lowest of the last digit. */
function bitsOf(hash: string): BloomBit[] {
  const bytes = getBytes(hash);
  return [0, 2, 4].map((at) => {
    const bit = (((bytes[at] as number) << 8) | (bytes[at + 1] as number)) & 2047;
    return { digit: 511 - (bit >> 2), mask: 1 << (bit & 3) };
  });
}
