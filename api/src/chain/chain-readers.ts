import type { ChainReader } from './chain-reader.js';

/** One reader for each configured chain. */
export class ChainReaders {
  private readonly readers: Map<number, ChainReader>;

  constructor(readers: ChainReader[]) {
    this.readers = new Map(readers.map((reader) => [reader.chainId, reader]));
  }

  /** The reader of a configured chain. */
  of(chainId: number): ChainReader {
    const reader = this.readers.get(chainId);
    if (!reader) throw new Error(`chain ${chainId} is not configured`);
    return reader;
  }

  all(): ChainReader[] {
    return [...this.readers.values()];
  }
}
