/**
 * What became of a transaction: `signed` before it is sent, `sent`, then `mined` or `reverted`, or `replaced` when its
 * nonce went to another one. A reorg can turn `mined` back into `sent`.
 */
export type TransactionState = 'signed' | 'sent' | 'mined' | 'reverted' | 'replaced';

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

/** Where ChainSender remembers what it signed; outlives the process. */
export interface TransactionJournal {
  find(key: string): Promise<JournalEntry | null>;
  write(entry: JournalEntry): Promise<void>;
  mark(key: string, state: TransactionState): Promise<void>;
}
