import { formatUnits, parseUnits } from 'viem';

// The only place where an amount becomes text, or text an amount.

const TOKEN_DECIMALS = 18;
const locale = 'en-GB';

/** A token amount in base units, rounded down to four places: `1,234.5`. */
export function formatAmount(value: string | bigint, decimals = TOKEN_DECIMALS): string {
  const [whole = '0', fraction = ''] = formatUnits(BigInt(value), decimals).split('.');
  const shown = fraction.slice(0, 4).replace(/0+$/, '');
  const grouped = BigInt(whole).toLocaleString(locale);
  if (!shown && BigInt(value) > 0n && whole === '0') return '< 0.0001';
  return shown ? `${grouped}.${shown}` : grouped;
}

/** As `formatAmount`, shortened for headings: `1.25M`. */
export function formatCompactAmount(value: string | bigint): string {
  const whole = Number(BigInt(value) / 10n ** BigInt(TOKEN_DECIMALS));
  if (whole < 100_000) return formatAmount(value);
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 2 }).format(whole).toUpperCase();
}

/** Reads what a person typed as a token amount; null when it is not one. */
export function parseAmount(text: string, decimals = TOKEN_DECIMALS): bigint | null {
  const trimmed = text.trim().replaceAll(',', '');
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return null;
  if ((trimmed.split('.')[1]?.length ?? 0) > decimals) return null;
  return parseUnits(trimmed, decimals);
}

/** Basis points as a percentage: 6667 is `66.67 %`. */
export function formatBps(bps: number): string {
  return `${(bps / 100).toLocaleString(locale, { maximumFractionDigits: 2 })}\u00a0%`;
}

/** The share of `part` in `whole`, in basis points; 0 when the whole is 0. */
export function shareBps(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n) / whole);
}

export function formatCount(value: number): string {
  return value.toLocaleString(locale);
}

/** A duration in words, its two largest units: `2 d 4 h`, `45 s`. */
export function formatDuration(totalSeconds: number): string {
  let rest = Math.max(0, Math.round(totalSeconds));
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count}\u00a0${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0\u00a0s';
}

export function formatDateTime(at: string | Date): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

/** Where `at` lies seen from `now`: `in 4 min 10 s`, `12 s ago`. */
export function formatRelative(at: string | Date, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 1) return 'now';
  return seconds > 0 ? `in ${formatDuration(seconds)}` : `${formatDuration(-seconds)} ago`;
}

/** The same of a time that may be a guess, which is said: when a block comes that is not there yet, nobody knows. */
export function formatExpected(at: string | Date, now: Date, isEstimated: boolean): string {
  return `${formatRelative(at, now)}${isEstimated ? ' (estimated)' : ''}`;
}

/** A hash or an address, shortened in the middle. Never for the target of a call: those are shown whole. */
export function shortHex(hex: string, lead = 6, tail = 4): string {
  const prefix = hex.startsWith('sha256:') ? 'sha256:' : '';
  const body = hex.slice(prefix.length);
  return body.length <= lead + tail + 1 ? hex : `${prefix}${body.slice(0, lead)}…${body.slice(-tail)}`;
}
