/** A call of JSON-RPC. */
export interface Call {
  id: number;
  method: string;
  params: unknown[];
}

/** Its answer. */
export interface Answer {
  jsonrpc: '2.0';
  id: unknown;
  result?: unknown;
  error?: unknown;
}

export type Fields = Record<string, unknown>;

/** A block of the chain that the lies are told of. */
export interface TrueBlock extends Fields {
  number: string;
  hash: string;
}

/** Which part of the history the node lies about: final ranges, a few blocks at once, or the newest one. */
export type Where = 'final' | 'catching up' | 'live';

/** Something that a node says and that is not so. */
export interface Lie {
  name: string;
  where: Where;
  /** Whether the indexer has to find it, or may take it without a false row. */
  verdict: 'detected' | 'harmless';
  /** How the error names it. */
  error?: RegExp;
  /** What it takes to find it in final ranges, where it is not the default. */
  verify?: 'all';
  /** Changes the answer to one call. */
  one?(call: Call, honest: unknown, blocks: readonly TrueBlock[]): unknown;
  /** Changes the whole answer. */
  whole?(calls: Call[], honest: Answer[], isList: boolean): unknown;
}

/** Changes the logs of an answer, when there are any. */
export const ofLogs =
  (change: (logs: Fields[], blocks: readonly TrueBlock[]) => unknown): Lie['one'] =>
  (call, honest, blocks) =>
    call.method === 'eth_getLogs' && (honest as Fields[]).length > 0
      ? change(structuredClone(honest as Fields[]), blocks)
      : honest;

/** Changes one log, the last of an answer. */
export const ofLastLog = (change: (log: Fields, blocks: readonly TrueBlock[]) => Fields): Lie['one'] =>
  ofLogs((logs, blocks) => [...logs.slice(0, -1), change(logs.at(-1) as Fields, blocks)]);

/** Changes blocks that are asked for by number or tag. */
export const ofBlocks =
  (change: (block: TrueBlock, call: Call, blocks: readonly TrueBlock[]) => unknown): Lie['one'] =>
  (call, honest, blocks) =>
    call.method === 'eth_getBlockByNumber' && honest !== null
      ? change(structuredClone(honest as TrueBlock), call, blocks)
      : honest;

/** Changes the answer to a tag. */
export const ofTag = (
  tag: 'latest' | 'finalized',
  change: (block: TrueBlock, blocks: readonly TrueBlock[]) => unknown,
): Lie['one'] => ofBlocks((block, { params }, blocks) => (params[0] === tag ? change(block, blocks) : block));

/** Bytes that nobody agreed on. */
export const FALSE_HASH = `0x${'f0'.repeat(32)}`;

export const quantity = (value: number): string => `0x${value.toString(16)}`;
