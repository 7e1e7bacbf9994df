import { describe, expect, it } from '@jest/globals';
import { formatFixed, parseFixed } from './fixed-point';

describe('fixed-point numbers', () => {
  it('scales decimals exactly, where floating point would not', () => {
    expect(parseFixed('0.003', 9)).toBe(3_000_000);
    expect(parseFixed('1.1', 6)).toBe(1_100_000);
    expect(parseFixed('50', 6)).toBe(50_000_000);
  });

  it.each(['', '.5', '1.', '-1', 'NaN', '0.1234567', '1 2'])('refuses "%s"', (text) => {
    expect(parseFixed(text, 6)).toBeNull();
  });

  it('gives back the text that was read', () => {
    expect(formatFixed(950_000, 6)).toBe('0.95');
    expect(formatFixed('50000000', 6)).toBe('50');
    expect(formatFixed(0, 6)).toBe('0');
  });

  it('writes whole numbers as they are', () => {
    expect(formatFixed(1_000_000, 0)).toBe('1000000');
  });
});
