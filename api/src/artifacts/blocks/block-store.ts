import type { CID } from 'multiformats/cid';

/**
 * Where blocks are kept for others to fetch: each under the hash of its bytes. Every call may be made twice. What comes
 * out is not trusted: whoever reads hashes it again.
 */
export interface BlockStore {
  /** What it is, for people: without credentials. */
  readonly name: string;

  /** The bytes under this address, or null when the store has none. */
  get(cid: CID): Promise<Uint8Array | null>;

  /** Keeps a block. */
  put(cid: CID, bytes: Uint8Array): Promise<void>;

  /** Keeps the whole tree below a root for good, once all its blocks are there. */
  pin(root: CID): Promise<void>;
}

/** The store answered with something else than a block or "there is none". It may be asked again. */
export class BlockStoreFailed extends Error {
  constructor(store: string, what: string) {
    super(`${store} ${what}`);
    this.name = 'BlockStoreFailed';
  }
}
