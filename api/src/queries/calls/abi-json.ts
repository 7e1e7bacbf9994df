import type { AbiParameter } from 'viem';

/** Fields of type bytes32 that hold a name, not a hash. */
const NAMES = new Set(['subject', 'metric', 'name']);

/** ASCII that stands left-aligned in 32 bytes; null when it is something else. */
export function textOfBytes32(hex: string): string | null {
  if (!/^0x[0-9a-fA-F]{64}$/.test(hex)) return null;
  const text = Buffer.from(hex.slice(2), 'hex').toString('latin1').replace(/\0+$/, '');
  return /^[\x20-\x7e]+$/.test(text) ? text : null;
}

/** Decoded ABI values as JSON: structs by field name, wide integers as decimal strings, names as text. */
export function toJson(value: unknown, parameter: AbiParameter): unknown {
  const array = /^(.*)\[\d*\]$/.exec(parameter.type);
  if (array && Array.isArray(value)) {
    return value.map((entry) => toJson(entry, { ...parameter, type: array[1] ?? '' } as AbiParameter));
  }
  if ('components' in parameter && value !== null && typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    return argumentsByName(parameter.components, (name, index) => fields[name] ?? fields[index]);
  }
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' && parameter.type === 'bytes32' && NAMES.has(parameter.name ?? '')) {
    return textOfBytes32(value) ?? value;
  }
  return value;
}

/** Values under the names of their parameters (`guardian_` is `guardian`); what has no name goes by its place. */
export function argumentsByName(
  parameters: readonly AbiParameter[],
  readValue: (name: string, index: number) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map((parameter, index) => {
      const name = parameter.name || `${index}`;
      return [name.replace(/_$/, ''), toJson(readValue(name, index), parameter)];
    }),
  );
}
