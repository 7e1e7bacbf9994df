/** A message of the protocol: one letter, then its length, which counts itself but not the letter. */
const HEADER_BYTES = 5;
const COPY_DATA = 'd'.charCodeAt(0);
const SMALLEST_BYTES = 1 << 16;
/** A UTF-16 unit becomes three bytes of UTF-8 at most. */
const MOST_BYTES_PER_UNIT = 3;

/** Lines of text on their way into a table, written once and as the message that carries them. */
export class CopyFrame {
  private bytes: Buffer;
  private end = HEADER_BYTES;

  /** `expectedBytes` saves growing. */
  constructor(expectedBytes = 0) {
    this.bytes = Buffer.allocUnsafe(Math.max(SMALLEST_BYTES, expectedBytes));
  }

  add(line: string): void {
    const most = this.end + line.length * MOST_BYTES_PER_UNIT;
    if (most > this.bytes.length) this.grow(most);
    this.end += this.bytes.write(line, this.end);
  }

  /** The message with all lines. */
  get message(): Buffer {
    this.bytes[0] = COPY_DATA;
    this.bytes.writeUInt32BE(this.end - 1, 1);
    return this.bytes.subarray(0, this.end);
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.max(least, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
