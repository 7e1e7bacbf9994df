import { UndecodableLog } from './undecodable-log.js';

const WORD = 64;
const ZEROS = '0'.repeat(WORD);

/** Values may share their place in the data; so many times over is no encoding any more, but a trap for memory. */
const MOST_SHARING = 16;

/** ABI-encoded bytes, read by position straight from their hex. Every read is within the data or throws. */
export class AbiData {
  /** How many bytes there are. */
  readonly length: number;
  private readonly hex: string;
  private left: number;

  /** `hex` with its 0x, in either case. */
  constructor(hex: string) {
    this.hex = /^0x[0-9a-f]*$/.test(hex) ? hex : hex.toLowerCase();
    if (this.hex !== hex && !/^0x[0-9a-f]*$/.test(this.hex)) throw new UndecodableLog('the data is not hex');
    if (hex.length % 2 !== 0) throw new UndecodableLog('the data ends within a byte');
    this.length = (hex.length - 2) / 2;
    this.left = this.length * MOST_SHARING;
  }

  /** The last `digits` hex digits of the word at byte `at`; the ones before must be zero. */
  low(at: number, digits: number): string {
    const start = this.claim(at, 32);
    if (!this.hex.startsWith(ZEROS.slice(digits), start)) throw new UndecodableLog(`the word at ${at} is too large`);
    return this.hex.slice(start + WORD - digits, start + WORD);
  }

  /** The first `digits` hex digits of the word at byte `at`; the ones after must be zero. */
  high(at: number, digits: number): string {
    const start = this.claim(at, 32);
    if (!this.hex.startsWith(ZEROS.slice(digits), start + digits)) {
      throw new UndecodableLog(`the word at ${at} is too long`);
    }
    return this.hex.slice(start, start + digits);
  }

  /** The word at byte `at` as a count or a distance, which cannot be more than there are bytes. */
  index(at: number): number {
    const value = Number.parseInt(this.low(at, 8), 16);
    if (value > this.length) throw new UndecodableLog(`the word at ${at} points beyond the data`);
    return value;
  }

  /** `count` bytes from byte `at`, as hex without 0x. The last ones need no padding. */
  bytes(at: number, count: number): string {
    const start = this.claim(at, count);
    return this.hex.slice(start, start + count * 2);
  }

  /** Throws when fewer than `count` bytes are left from byte `at`. */
  assertRoom(at: number, count: number): void {
    if (at + count > this.length) throw new UndecodableLog(`the data has ${this.length} bytes, not ${at + count}`);
  }

  /** Where the digits of these bytes begin. */
  private claim(at: number, count: number): number {
    this.assertRoom(at, count);
    this.left -= count;
    if (this.left < 0) throw new UndecodableLog('the values share their place too often');
    return 2 + at * 2;
  }
}
