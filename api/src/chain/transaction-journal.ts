import type { TransactionReceipt } from 'ethers';

/**
 * What became of a transaction: `signed` before it is sent, `sent`, then `mined` or `reverted`, or `replaced` when its
 * nonce went to another one. A reorg can turn `mined` back into `sent`.
 */
export type TransactionState = 'signed' | 'sent' | 'mined' | 'reverted' | 'replaced';

/** How a sent transaction stands now. */
export interface SentTransaction {
  txHash: string;
  state: TransactionState;
  /** The block it is in; null until it is mined. */
  receipt: TransactionReceipt | null;
}

/** A signed transaction, written down before it is sent. */
export interface JournalEntry {
  /** What the transaction is for. */
  key: string;
  chainId: number;
  sender: string;
  nonce: number;
  txHash: string;
  raw: string;
  state: string;
  /** When it was signed. */
  at: Date;
}

/** Whose nonces are given out. */
export interface Account {
  chainId: number;
  sender: string;
}

/** Where ChainSender remembers what it signed; outlives the process, and is one for all processes that share a key. */
export interface TransactionJournal {
  findAll(keys: readonly string[]): Promise<JournalEntry[]>;
  findByNonce(account: Account, nonce: number): Promise<JournalEntry[]>;
  /** Throws when the name is taken: what was signed is never forgotten. */
  write(entry: JournalEntry): Promise<void>;
  mark(key: string, state: TransactionState): Promise<void>;
  /** Does `work` while nobody else signs for the account; what `work` writes is written under that lock, or not at all. */
  exclusively<T>(account: Account, work: (journal: TransactionJournal) => Promise<T>): Promise<T>;
}
