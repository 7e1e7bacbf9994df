import type { RawCall } from '../../queries/proposal.js';

/** The lists of a draft do not describe calls. */
export class BadDraft extends Error {
  constructor() {
    super('A draft has between 1 and 10 calls, and as many targets as values and calldatas.');
  }
}

const MAXIMUM_CALLS = 10;

/** Three lists, as the governor takes them, as calls. */
export function toRawCalls(targets: string[], values: bigint[], calldatas: string[]): RawCall[] {
  const isWhole = targets.length === values.length && targets.length === calldatas.length;
  if (!isWhole || targets.length < 1 || targets.length > MAXIMUM_CALLS) throw new BadDraft();
  return targets.map((target, index) => ({
    target,
    value: values[index] ?? 0n,
    calldata: calldatas[index] ?? '0x',
    signature: '',
  }));
}
