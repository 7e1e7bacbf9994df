import type { AbiParameter } from 'viem';
import { checksumAddress } from '../chain/checksum-address.js';
import type { AbiData } from './abi-data.js';
import { bytesOf, textOf } from './event-text.js';
import { UndecodableLog } from './undecodable-log.js';

/** How values of one ABI type are read; made once, when the process starts. */
export interface AbiType {
  /** Its values stand elsewhere, and their place is told where they would be. */
  isDynamic: boolean;
  /** How many bytes it takes where it stands: one word for a place. */
  headBytes: number;
  /** The value at byte `at`, in the JS type that viem gives it. */
  read(data: AbiData, at: number): unknown;
}

/** Compiles a type. Numbers of up to 48 bits become numbers, larger ones bigints; texts are sanitized. */
export function abiTypeOf(parameter: AbiParameter): AbiType {
  const list = /^(.*)\[(\d*)\]$/.exec(parameter.type);
  if (list) {
    const item = abiTypeOf({ ...parameter, type: list[1] as string });
    return list[2] ? fixedList(item, Number(list[2])) : openList(item);
  }
  if (parameter.type === 'tuple') return tuple((parameter as { components: readonly AbiParameter[] }).components);
  return scalar(parameter.type);
}

/** A field of a tuple: its name, and where it stands from the tuple's start. */
interface Field {
  name: string;
  type: AbiType;
  offset: number;
}

/** The fields of a tuple, or of an event's data. */
export function fieldsOf(parameters: readonly AbiParameter[]): Field[] {
  let offset = 0;
  return parameters.map((parameter) => {
    const field = { name: parameter.name ?? '', type: abiTypeOf(parameter), offset };
    offset += field.type.headBytes;
    return field;
  });
}

/** Reads a value whose head is at `head`, in a tuple or list that starts at `start`. */
export const readAt = (type: AbiType, data: AbiData, start: number, head: number): unknown =>
  type.isDynamic ? type.read(data, start + data.index(head)) : type.read(data, head);

const inPlace = (read: AbiType['read']): AbiType => ({ isDynamic: false, headBytes: 32, read });
const elsewhere = (read: AbiType['read']): AbiType => ({ isDynamic: true, headBytes: 32, read });

function scalar(type: string): AbiType {
  if (type === 'address') return inPlace((data, at) => checksumAddress(data.low(at, 40)));
  if (type === 'bool') return inPlace(readFlag);
  if (type === 'bytes') return elsewhere((data, at) => `0x${data.bytes(at + 32, data.index(at))}`);
  if (type === 'string') return elsewhere((data, at) => textOf(readBytes(data, at)));
  const [, kind, size] = /^(uint|int|bytes)(\d+)$/.exec(type) ?? [];
  if (kind === 'uint') return inPlace(unsigned(Number(size)));
  if (kind === 'int') return inPlace(signed(Number(size)));
  if (kind === 'bytes') return inPlace((data, at) => `0x${data.high(at, Number(size) * 2)}`);
  throw new Error(`no log can hold a ${type}`);
}

/** The raw bytes of a text. */
export const readBytes = (data: AbiData, at: number): Buffer => bytesOf(`0x${data.bytes(at + 32, data.index(at))}`);

function readFlag(data: AbiData, at: number): boolean {
  const digit = data.low(at, 1);
  if (digit > '1') throw new UndecodableLog(`the word at ${at} is neither yes nor no`);
  return digit === '1';
}

function unsigned(bits: number): AbiType['read'] {
  const digits = bits / 4;
  return bits <= 48
    ? (data, at) => Number.parseInt(data.low(at, digits), 16)
    : (data, at) => BigInt(`0x${data.low(at, digits)}`);
}

/** Negative numbers fill the whole word. */
function signed(bits: number): AbiType['read'] {
  return (data, at) => {
    const value = BigInt.asIntN(256, BigInt(`0x${data.low(at, 64)}`));
    if (BigInt.asIntN(bits, value) !== value) throw new UndecodableLog(`the word at ${at} is too large`);
    return bits <= 48 ? Number(value) : value;
  };
}

function readItems(item: AbiType, count: number, data: AbiData, start: number): unknown[] {
  data.assertRoom(start, count * item.headBytes);
  const values = new Array<unknown>(count);
  for (let index = 0; index < count; index += 1) {
    values[index] = readAt(item, data, start, start + index * item.headBytes);
  }
  return values;
}

const openList = (item: AbiType): AbiType => elsewhere((data, at) => readItems(item, data.index(at), data, at + 32));

const fixedList = (item: AbiType, count: number): AbiType => ({
  isDynamic: item.isDynamic,
  headBytes: item.isDynamic ? 32 : item.headBytes * count,
  read: (data, at) => readItems(item, count, data, at),
});

function tuple(components: readonly AbiParameter[]): AbiType {
  const fields = fieldsOf(components);
  const isDynamic = fields.some(({ type }) => type.isDynamic);
  return {
    isDynamic,
    headBytes: isDynamic ? 32 : fields.reduce((sum, { type }) => sum + type.headBytes, 0),
    read: (data, at) => {
      const value: Record<string, unknown> = {};
      for (const { name, type, offset } of fields) value[name] = readAt(type, data, at, at + offset);
      return value;
    },
  };
}
