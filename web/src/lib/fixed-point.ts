// Metrics, thresholds and rates are integers wherever they are hashed or voted on; these turn them from and to text.

/** Reads a decimal as an integer scaled by 10^places; null when it is not one or has more places. */
export function parseFixed(text: string, places: number): number | null {
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > places) return null;
  return Number(`${match[1]}${fraction.padEnd(places, '0')}`);
}

/** The decimal text of an integer scaled by 10^places, without trailing zeros. */
export function formatFixed(value: number | string | bigint, places: number): string {
  if (places === 0) return String(value);
  const digits = String(value).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const whole = digits.slice(0, -places);
  return fraction ? `${whole}.${fraction}` : whole;
}
