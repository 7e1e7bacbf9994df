import { type AbiEvent, type AbiParameter, decodeAbiParameters, type Hex, parseAbiItem, toEventSelector } from 'viem';
import { bytesOf, textOf } from './event-text.js';

/** The values of one log: by the parameter's name, texts sanitized, and the raw bytes of each text. */
export interface DecodedEvent {
  args: Record<string, unknown>;
  raw: Record<string, Buffer>;
}

/** A log has not the shape that its first topic promises. */
export class UndecodableLog extends Error {
  override readonly name = 'UndecodableLog';
}

/** Decodes the logs of one event. */
export class EventDecoder {
  readonly name: string;
  readonly topic: Hex;
  private readonly indexed: AbiParameter[];
  private readonly plain: AbiParameter[];
  private readonly plainAsBytes: AbiParameter[];

  constructor(signature: string) {
    const event = parseAbiItem([signature] as unknown as readonly [string]) as unknown as AbiEvent;
    this.name = event.name;
    this.topic = toEventSelector(event);
    this.indexed = event.inputs.filter((input) => input.indexed);
    this.plain = event.inputs.filter((input) => !input.indexed);
    this.plainAsBytes = this.plain.map(asBytes);
  }

  /** The names of the values that stand in the topics, in order. */
  get indexedNames(): string[] {
    return this.indexed.map(({ name = '' }) => name);
  }

  /** Throws `UndecodableLog`, or what the decoder throws, when the log has another shape. */
  decode(topics: string[], data: string): DecodedEvent {
    if (topics.length !== this.indexed.length + 1) {
      throw new UndecodableLog(`${this.name} has ${this.indexed.length} indexed values, the log ${topics.length - 1}`);
    }
    const decoded: DecodedEvent = { args: {}, raw: {} };
    this.indexed.forEach((input, index) => {
      decoded.args[input.name as string] = decodeAbiParameters([input], topics[index + 1] as Hex)[0];
    });
    if (this.plain.length === 0) return decoded;

    const values = decodeAbiParameters(this.plainAsBytes, data as Hex);
    this.plain.forEach((input, index) => {
      keep(decoded, input, values[index]);
    });
    return decoded;
  }
}

/** Texts are decoded as bytes: on chain they are the same, and no byte of them can make the decoding fail. */
const asBytes = (input: AbiParameter): AbiParameter => ({ ...input, type: input.type.replace(/^string/, 'bytes') });

function keep(decoded: DecodedEvent, { name = '', type }: AbiParameter, value: unknown): void {
  if (type === 'string') {
    const bytes = bytesOf(value as string);
    decoded.raw[name] = bytes;
    decoded.args[name] = textOf(bytes);
  } else if (type === 'string[]') {
    decoded.args[name] = (value as string[]).map((hex) => textOf(bytesOf(hex)));
  } else {
    decoded.args[name] = value;
  }
}
