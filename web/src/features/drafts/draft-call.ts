/** One call of a draft, exactly as it will be proposed. */
export interface DraftCall {
  target: `0x${string}`;
  value: bigint;
  calldata: `0x${string}`;
}

/** Problems of a form by the name of their field; empty when there is none. */
export type Problems<Field extends string = string> = Partial<Record<Field, string>>;

/** A draft that changes nothing is not worth a vote: says so as a problem of its own. */
export function unchangedProblem(next: unknown, inForce: unknown): Problems {
  return JSON.stringify(next) === JSON.stringify(inForce)
    ? { unchanged: 'Nothing is different from what is in force.' }
    : {};
}

/** What a draft comes to: its call, or why there is none yet. */
export interface DraftContent {
  call: DraftCall | null;
  problems: Problems;
  /** A title to start from, following what was chosen. */
  suggestedTitle: string;
}
