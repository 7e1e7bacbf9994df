import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AbiCoder, EventFragment, ParamType, zeroPadValue } from 'ethers';
import { textOf } from '../../src/indexer/event-text.js';

const require = createRequire(import.meta.url);
const stock = (contract: string): readonly unknown[] =>
  require(`@openzeppelin/contracts/build/contracts/${contract}.json`).abi;

/** The ABI that a generated file exports. */
async function abiOf(file: string): Promise<readonly unknown[]> {
  const [abi] = Object.values(await import(`../../src/abi/${file}`));
  return abi as readonly unknown[];
}

const generated = readdirSync(path.resolve(import.meta.dirname, '../../src/abi')).filter((file) => /^[A-Z]/.test(file));
const abis: (readonly unknown[])[] = [
  ...(await Promise.all(generated.map(abiOf))),
  ...['GovernorSettings', 'GovernorVotesQuorumFraction', 'GovernorPreventLateQuorum', 'GovernorTimelockControl'].map(
    stock,
  ),
  ...['ERC20Votes', 'ERC721Votes'].map(stock),
];

/** Every event of every ABI, each once, as ethers sees it. */
export const everyEvent: EventFragment[] = [
  ...new Map(
    abis
      .flat()
      .filter((entry) => (entry as { type: string }).type === 'event')
      .map((entry) => EventFragment.from(entry as object))
      .map((fragment) => [fragment.format('full'), fragment]),
  ).values(),
];

/** Numbers that look random and follow from the seed alone. */
export class Seeded {
  constructor(private state: number) {}

  below(end: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * end);
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }
}

const coder = AbiCoder.defaultAbiCoder();
/** To ethers a text is its bytes: it would refuse those that are no UTF-8. */
const asBytes = (type: ParamType): ParamType => ParamType.from(type.format('full').replaceAll('string', 'bytes'));

/** A log of an event, with what ethers makes of it. */
export interface FuzzedLog {
  topics: string[];
  data: string;
}

/** The texts of a list are kept sanitized only. */
const asText = (hex: string) => textOf(Buffer.from(hex.slice(2), 'hex'));

/** What ethers reads in a log of `event`, in the order of its inputs; throws where ethers does. */
export function decodeByEthers(event: EventFragment, { topics, data }: FuzzedLog): unknown[] {
  const plain = event.inputs.filter(({ indexed }) => !indexed);
  const values = coder.decode(plain.map(asBytes), data, true).toArray(true);
  let topic = 0;
  return event.inputs.map((input) => {
    if (!input.indexed) return input.type === 'string[]' ? (values.shift() as string[]).map(asText) : values.shift();
    topic += 1;
    return coder.decode([input], topics[topic] as string)[0];
  });
}

/** A well-formed log with random values. */
export function aRandomLog(event: EventFragment, seeded: Seeded): FuzzedLog {
  const indexed = event.inputs.filter((input) => input.indexed);
  const plain = event.inputs.filter((input) => !input.indexed).map(asBytes);
  const topics = indexed.map((input) => coder.encode([input], [randomValue(input, seeded)]));
  const values = plain.map((input) => randomValue(input, seeded));
  return { topics: [event.topicHash, ...topics], data: coder.encode(plain, values) };
}

function randomValue(type: ParamType, seeded: Seeded): unknown {
  if (type.arrayChildren) {
    const length = type.arrayLength === -1 ? seeded.below(4) : (type.arrayLength as number);
    return Array.from({ length }, () => randomValue(type.arrayChildren as ParamType, seeded));
  }
  if (type.components) return type.components.map((component) => randomValue(component, seeded));
  if (type.type === 'bool') return seeded.below(2) === 1;
  if (type.type === 'address')
    return seeded.bytes(20).reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '0x');
  if (type.type === 'bytes') return seeded.bytes(seeded.below(100));
  const [, kind, size] = /^(uint|int|bytes)(\d+)$/.exec(type.type) ?? [];
  if (kind === 'bytes') return seeded.bytes(Number(size));
  const bits = BigInt(1 + seeded.below(Number(size)));
  const number = seeded.bytes(32).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return kind === 'uint' ? BigInt.asUintN(Number(bits), number) : BigInt.asIntN(Number(bits), number);
}

/** A log with something wrong about it, or not. */
export function damaged({ topics, data }: FuzzedLog, seeded: Seeded): FuzzedLog {
  const bytes = Buffer.from(data.slice(2), 'hex');
  const at = seeded.below(Math.max(1, bytes.length));
  const word = at - (at % 32);
  switch (seeded.below(7)) {
    case 0:
      return { topics, data: `0x${bytes.subarray(0, at).toString('hex')}` };
    case 1:
      return { topics: topics.slice(0, -1), data };
    case 2:
      return { topics: [...topics, zeroPadValue('0x01', 32)], data };
    case 3:
      return { topics, data: data.slice(0, -1) };
    case 4:
      if (bytes.length > 0) bytes.fill(Buffer.from(seeded.bytes(32)), word, word + 32);
      break;
    case 5:
      if (bytes.length > 0) bytes.fill(0, word, word + 31)[word + 31] = seeded.below(256);
      break;
    default:
      if (bytes.length > 0) bytes[at] = seeded.below(256);
  }
  return { topics, data: `0x${bytes.toString('hex')}` };
}

/** Values of ours or of ethers in one form, to compare them: numbers as decimals, tuples as lists. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  if (typeof value === 'object' && value !== null) return Object.values(value).map(comparable);
  return value;
}
