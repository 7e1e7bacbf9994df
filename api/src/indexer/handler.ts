import type { AbiParameter, AbiParameterToPrimitiveType, ParseAbiItem } from 'viem';
import type { Fact } from '../store/position.js';
import { EventDecoder } from './event-decoder.js';
import type { FactBatch } from './fact-batch.js';

type InputsOf<Signature extends string> =
  ParseAbiItem<Signature> extends { type: 'event'; inputs: infer Inputs extends readonly AbiParameter[] }
    ? Inputs[number]
    : never;

type NameOf<Input> = Input extends { name: infer Name extends string } ? Name : never;

type TextNameOf<Input> = Input extends { type: 'string' } ? NameOf<Input> : never;

/** The arguments of an event, typed by its signature. */
export type ArgsOf<Signature extends string> = {
  [Input in InputsOf<Signature> as NameOf<Input>]: AbiParameterToPrimitiveType<Input>;
};

/** A log that was decoded: where it stands, its arguments, and the raw bytes of its texts. */
export interface EventLog<Signature extends string> {
  at: Fact;
  args: ArgsOf<Signature>;
  raw: { [Input in InputsOf<Signature> as TextNameOf<Input>]: Buffer };
}

/**
 * Turns the logs of one event into facts. It does no network call, no arithmetic on totals and catches nothing. In a
 * row the place comes last, `{ voter: args.voter, ...at }`: V8 takes 60 times as long for the other order.
 */
export interface Handler {
  decoder: EventDecoder;
  append(log: EventLog<string>, facts: FactBatch): void;
}

/** The handler of the event with this signature, as Solidity declares it. */
export function on<const Signature extends string>(
  signature: Signature,
  append: (log: EventLog<Signature>, facts: FactBatch) => void,
): Handler {
  return { decoder: new EventDecoder(signature), append: append as Handler['append'] };
}
