import { describe, expect, it } from '@jest/globals';
import { fromBytes32, toBytes32 } from './bytes32-text';

describe('names in bytes32', () => {
  it('come back as they were', () => {
    expect(fromBytes32(toBytes32('latencyP95Seconds'))).toBe('latencyP95Seconds');
    expect(fromBytes32(toBytes32('a'.repeat(32)))).toBe('a'.repeat(32));
  });

  it('leaves a digest, an empty word and plain text alone', () => {
    for (const value of [`0x${'e5'.repeat(32)}`, `0x${'00'.repeat(32)}`, `0x${'00'.repeat(31)}41`, 'refusal']) {
      expect(fromBytes32(value)).toBe(value);
    }
  });

  it.each(['', 'two words', 'naïve', 'a'.repeat(33)])('refuses the name "%s"', (text) => {
    expect(() => toBytes32(text)).toThrow(/is not a name/);
  });
});
