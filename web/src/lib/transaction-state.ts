/** Where a transaction is on its way from a click to the page that shows its effect. */
export type TransactionState =
  | { step: 'idle' }
  | { step: 'checking' | 'signing' }
  | { step: 'confirming' | 'indexing' | 'done'; hash: `0x${string}` }
  | { step: 'failed'; message: string; hash?: `0x${string}` };
