import { AbiCoder, getAddress, ParamType, toBeHex } from 'ethers';

const coder = AbiCoder.defaultAbiCoder();

/** A log whose bytes are not those of its event. */
export class Malformed extends Error {}

/** A text of a log: its bytes, and what can be shown of them. */
export class Text {
  constructor(hex) {
    this.raw = Buffer.from(hex.slice(2), 'hex');
    this.shown = shown(this.raw);
  }
}

/** Bytes as a text that databases hold. */
export const shown = (bytes) => bytes.toString('utf8').replaceAll('\0', '\uFFFD');

/**
 * The same shape with the widest types, so that the coder judges nothing but the shape: what fits into a type is judged
 * by `narrow`.
 */
function widened(type) {
  if (type.arrayChildren) return `${widened(type.arrayChildren)}[]`;
  if (type.components) return `tuple(${type.components.map(widened).join(',')})`;
  if (type.type === 'string' || type.type === 'bytes') return 'bytes';
  return type.type.startsWith('bytes') ? 'bytes32' : 'uint256';
}

/** A value of the widest type as what it is; throws when it is too large for it. */
function narrow(type, value) {
  if (type.arrayChildren) return [...value].map((one) => narrow(type.arrayChildren, one));
  if (type.components) {
    return Object.fromEntries(type.components.map((part, index) => [part.name, narrow(part, value[index])]));
  }
  if (type.type === 'string') return new Text(value);
  if (type.type === 'bytes') return Buffer.from(value.slice(2), 'hex');
  if (type.type.startsWith('bytes')) return narrowBytes(value, Number(type.type.slice(5)));
  return narrowNumber(type.type, value);
}

function narrowBytes(word, size) {
  if (/[^0]/.test(word.slice(2 + size * 2))) throw new Malformed('bytes behind the last one');
  return word.slice(0, 2 + size * 2);
}

function narrowNumber(type, value) {
  const bits = type === 'address' ? 160 : type === 'bool' ? 1 : Number(type.slice(4));
  if (value >> BigInt(bits) !== 0n) throw new Malformed(`${value} is no ${type}`);
  if (type === 'address') return getAddress(toBeHex(value, 20));
  return type === 'bool' ? value === 1n : value;
}

/** Decodes ABI-encoded values of these types. */
export function decodeValues(types, data) {
  const wide = types.map((type) => ParamType.from(widened(type)));
  try {
    return [...coder.decode(wide, data)].map((value, index) => narrow(types[index], value));
  } catch (error) {
    throw error instanceof Malformed ? error : new Malformed(error.message);
  }
}

/** The arguments of a log by name, by the inputs of its event. */
export function decodeLog(inputs, { topics, data }) {
  const indexed = inputs.filter((input) => input.indexed);
  const plain = inputs.filter((input) => !input.indexed);
  if (topics.length !== indexed.length + 1) throw new Malformed(`${topics.length - 1} indexed values`);
  const args = {};
  indexed.forEach((input, index) => {
    args[input.name] = decodeValues([input], topics[index + 1])[0];
  });
  decodeValues(plain, data).forEach((value, index) => {
    args[plain[index].name] = value;
  });
  return args;
}
