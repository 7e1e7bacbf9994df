import { describe, expect, it } from '@jest/globals';
import {
  formatAmount,
  formatBps,
  formatCompactAmount,
  formatDuration,
  formatRelative,
  parseAmount,
  shortHex,
} from './format';

describe('amounts', () => {
  it('shows token units with at most four places, rounded down', () => {
    expect(formatAmount('1234567890000000000000')).toBe('1,234.5678');
    expect(formatAmount(10n ** 18n)).toBe('1');
  });

  it('never shows a small amount as nothing', () => {
    expect(formatAmount(1n)).toBe('< 0.0001');
    expect(formatAmount(0n)).toBe('0');
  });

  it('keeps every digit of what a JavaScript number could not hold', () => {
    const typed = parseAmount('123456789012345678.123456789012345678');
    expect(typed).toBe(123456789012345678123456789012345678n);
  });

  it.each(['', 'abc', '-1', '1.2.3', '1e3', '0.1234567890123456789'])('reads no amount from "%s"', (text) => {
    expect(parseAmount(text)).toBeNull();
  });

  it('shortens only what is large', () => {
    expect(formatCompactAmount(50_000n * 10n ** 18n)).toBe('50,000');
    expect(formatCompactAmount(1_250_000n * 10n ** 18n)).toBe('1.25M');
  });
});

describe('times and shares', () => {
  it('says durations in their two largest units', () => {
    expect(formatDuration(93_784)).toBe('1\u00a0d 2\u00a0h');
    expect(formatDuration(0)).toBe('0\u00a0s');
  });

  it('says where a moment lies', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    expect(formatRelative('2026-01-01T00:00:45Z', now)).toBe('in 45\u00a0s');
    expect(formatRelative('2025-12-31T23:59:00Z', now)).toBe('1\u00a0min ago');
  });

  it('turns basis points into per cent', () => {
    expect(formatBps(6667)).toBe('66.67\u00a0%');
  });

  it('keeps the prefix of a shortened digest', () => {
    expect(shortHex(`sha256:${'ab'.repeat(32)}`)).toBe('sha256:ababab…abab');
  });
});
