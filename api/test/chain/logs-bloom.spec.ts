import { describe, expect, it } from '@jest/globals';
import { getBytes, hexlify, keccak256 } from 'ethers';
import { LogsBloom } from '../../src/chain/logs-bloom.js';

/** As the yellow paper makes it: bit 0 is the last one. */
function bloomOf(...values: string[]): string {
  const bytes = new Uint8Array(256);
  for (const value of values) {
    const digest = getBytes(keccak256(value));
    for (const at of [0, 2, 4]) {
      const bit = (((digest[at] as number) << 8) | (digest[at + 1] as number)) & 2047;
      bytes[255 - (bit >> 3)] = (bytes[255 - (bit >> 3)] as number) | (1 << (bit & 7));
    }
  }
  return hexlify(bytes);
}

const addressOf = (index: number) => `0x${index.toString(16).padStart(40, '0')}`;
const ours = [addressOf(1), addressOf(2)];

describe('LogsBloom', () => {
  it('never says no of a block with a log of ours', () => {
    const bloom = new LogsBloom(ours);

    for (let other = 3; other < 200; other += 1) {
      expect(bloom.mayHoldLogs(bloomOf(addressOf(other), addressOf(2)))).toBe(true);
    }
  });

  it('says no of nearly every block without', () => {
    const bloom = new LogsBloom(ours);
    const wrong = Array.from({ length: 200 }, (_, index) => bloom.mayHoldLogs(bloomOf(addressOf(index + 3))));

    expect(wrong.filter(Boolean).length).toBeLessThan(3);
    expect(bloom.mayHoldLogs(`0x${'0'.repeat(512)}`)).toBe(false);
  });

  it('knows how often it says yes in vain: seldom of a quiet block, always of a crowded one', () => {
    const bloom = new LogsBloom(ours);
    const crowd = (block: number) => Array.from({ length: 400 }, (_, index) => addressOf(1_000 + block * 400 + index));
    const blooms = Array.from({ length: 40 }, (_, block) => bloomOf(...crowd(block)));
    const each = Array.from({ length: 40 }, (_, index) => new LogsBloom([addressOf(index + 1)]));
    const asked = blooms.flatMap((told) => each.map((one) => one.mayHoldLogs(told)));
    const inVain = asked.filter(Boolean).length / asked.length;

    expect(Math.abs(inVain - (each[0] as LogsBloom).falseAlarmOf(blooms[0] as string))).toBeLessThan(0.05);
    expect(bloom.falseAlarmOf(bloomOf(addressOf(3)))).toBeLessThan(1e-6);
    expect(bloom.falseAlarmOf(`0x${'f'.repeat(512)}`)).toBe(1);
  });

  it.each([null, undefined, '0x', '0x00'])('says yes where the node tells %j', (told) => {
    expect(new LogsBloom(ours).mayHoldLogs(told)).toBe(true);
  });
});
