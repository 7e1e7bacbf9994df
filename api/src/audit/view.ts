import { type Abi, type AbiFunction, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';

/** A view of a contract, ready to be asked. */
export interface View {
  to: string;
  data: Hex;
  /** Why it cannot be asked: what is indexed is no possible argument. */
  impossible?: string;
  /** The outputs in their order; throws when the bytes are not an answer of this view. */
  decode(answer: Hex): readonly unknown[];
}

/** What both sides can hold. Times are compared in Unix seconds, addresses and hashes without regard to case. */
export type Value = bigint | number | string | boolean | Date | null;

/** One value that the product shows, and how to find its counterpart among the outputs of a view. */
export interface Cell {
  name: string;
  indexed: Value;
  /** Undefined where the contract does not say: an older one may have forgotten. */
  onChain(outputs: readonly unknown[]): Value | undefined;
}

/** Some values of one thing that one view tells of. */
export interface Check {
  /** The thing, as in "proposal 7". */
  what: string;
  /** Asked in this order, the next one where a contract lacks the one before. None where nothing has to be asked. */
  views: readonly View[];
  cells: readonly Cell[];
  /** A contract may lack the view; then there is nothing to compare. */
  isOptional?: boolean;
}

/** Makes views of one interface. */
export function viewsOf(abi: Abi): (to: string, name: string, ...args: unknown[]) => View {
  const functions = new Map(abi.filter((entry) => entry.type === 'function').map((entry) => [entry.name, [entry]]));
  return (to, name, ...args) => {
    const only = functions.get(name);
    if (!only) throw new Error(`the interface has no function ${name}`);
    const decode = (answer: Hex) => outputsOf(only[0] as AbiFunction, answer);
    try {
      const data = encodeFunctionData({ abi: only as Abi, functionName: name, args: args.map(argumentOf) });
      return { to, data, decode };
    } catch (error) {
      return { to, data: '0x', decode, impossible: `${name} takes no such argument: ${(error as Error).name}` };
    }
  };
}

/** Addresses are compared without regard to case, so they are sent without. */
const argumentOf = (value: unknown) =>
  typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : value;

function outputsOf(view: AbiFunction, data: Hex): readonly unknown[] {
  const result: unknown = decodeFunctionResult({ abi: [view], functionName: view.name, data });
  return view.outputs.length === 1 ? [result] : (result as readonly unknown[]);
}

/** A value as text: two values are equal when their texts are. */
export function textOf(value: Value): string {
  if (value === null) return 'none';
  if (value instanceof Date) return String(Math.floor(value.getTime() / 1000));
  return typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value) ? value.toLowerCase() : String(value);
}

/** A cell whose counterpart is one output as it is. */
export function cell(name: string, indexed: Value, at = 0): Cell {
  return { name, indexed, onChain: (outputs) => outputs[at] as Value };
}
