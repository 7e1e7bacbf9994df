import { type AbiEvent, type AbiParameter, type Hex, parseAbiItem, toEventSelector } from 'viem';
import { AbiData } from './abi-data.js';
import { abiTypeOf, fieldsOf, readAt, readBytes } from './abi-type.js';
import { textOf } from './event-text.js';
import { UndecodableLog } from './undecodable-log.js';

/** The values of one log: by the parameter's name, texts sanitized, and the raw bytes of each text. */
export interface DecodedEvent {
  args: Record<string, unknown>;
  raw: Record<string, Buffer>;
}

/** Of these only the hash stands in a topic. */
const isHashed = ({ type }: AbiParameter) => /^(string|bytes|tuple)$|\]$/.test(type);

/**
 * Decodes the logs of one event, compiled once from its signature. It accepts what ethers accepts, with these limits:
 * bits that the type does not have must be zero, a flag is 0 or 1, and data may not be read 16 times over.
 */
export class EventDecoder {
  readonly name: string;
  readonly topic: Hex;
  private readonly indexed: ReturnType<typeof fieldsOf>;
  private readonly plain: ReturnType<typeof fieldsOf>;
  private readonly texts: Set<string>;
  /** What every log of the event has at least: the heads of its values. */
  private readonly leastBytes: number;

  constructor(signature: string) {
    const event = parseAbiItem([signature] as unknown as readonly [string]) as unknown as AbiEvent;
    const plain = event.inputs.filter(({ indexed }) => !indexed);
    this.name = event.name;
    this.topic = toEventSelector(event);
    this.indexed = event.inputs
      .filter(({ indexed }) => indexed)
      .map((input) => ({
        name: input.name ?? '',
        type: abiTypeOf(isHashed(input) ? { type: 'bytes32' } : input),
        offset: 0,
      }));
    this.plain = fieldsOf(plain);
    this.texts = new Set(plain.filter(({ type }) => type === 'string').map(({ name = '' }) => name));
    this.leastBytes = this.plain.reduce((sum, { type }) => sum + type.headBytes, 0);
  }

  /** The names of the values that stand in the topics, in order. */
  get indexedNames(): string[] {
    return this.indexed.map(({ name }) => name);
  }

  /** Throws `UndecodableLog` when the log has another shape. */
  decode(topics: string[], data: string): DecodedEvent {
    const { indexed } = this;
    if (topics.length !== indexed.length + 1) {
      throw new UndecodableLog(`${this.name} has ${indexed.length} indexed values, the log ${topics.length - 1}`);
    }
    const decoded: DecodedEvent = { args: {}, raw: {} };
    for (let index = 0; index < indexed.length; index += 1) {
      const { name, type } = indexed[index] as (typeof indexed)[number];
      decoded.args[name] = type.read(topicOf(topics[index + 1] as string), 0);
    }
    this.readPlain(new AbiData(data), decoded);
    return decoded;
  }

  private readPlain(data: AbiData, { args, raw }: DecodedEvent): void {
    data.assertRoom(0, this.leastBytes);
    for (const { name, type, offset } of this.plain) {
      if (this.texts.has(name)) {
        const bytes = readBytes(data, data.index(offset));
        raw[name] = bytes;
        args[name] = textOf(bytes);
      } else {
        args[name] = readAt(type, data, 0, offset);
      }
    }
  }
}

function topicOf(topic: string): AbiData {
  const data = new AbiData(topic);
  if (data.length !== 32) throw new UndecodableLog(`a topic has ${data.length} bytes`);
  return data;
}
