/** Where a transaction is on its way from a click to the page that shows its effect. */
export type TransactionState =
  | { step: 'idle' }
  | { step: 'checking' | 'signing' }
  | { step: 'confirming' | 'indexing'; hash: `0x${string}` }
  /** On chain; `isShown` false when the API has not shown its block in time. */
  | { step: 'done'; hash: `0x${string}`; isShown: boolean }
  | { step: 'failed'; message: string; hash?: `0x${string}` };
