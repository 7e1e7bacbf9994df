/** One call of a proposal, raw, decoded and in plain words. */
export interface Call {
  index: number;
  target: string;
  targetName: string | null;
  value: bigint;
  calldata: string;
  selector: string | null;
  signature: string | null;
  decoded: unknown;
  trackId: number | null;
  sentence: string;
}

/** A call's arguments by name, as JSON. */
export type CallArguments = Record<string, unknown>;

/** A call that an ABI explains. */
export interface DecodedCall {
  functionName: string;
  signature: string;
  args: CallArguments;
}
