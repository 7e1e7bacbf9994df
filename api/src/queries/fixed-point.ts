/** A number with six decimals as people write it: 950000 → "0.95". */
export function formatE6(valueE6: bigint | string | number): string {
  const value = BigInt(valueE6);
  const fraction = (value % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return fraction === '' ? `${value / 1_000_000n}` : `${value / 1_000_000n}.${fraction}`;
}

/** Basis points in percent: 6667 → "66.67 %". */
export function formatBps(bps: bigint | number): string {
  return `${Number(bps) / 100} %`;
}
