import type { RunLedgerEntity } from '../store/run-ledger.entity.js';

/** The columns that a move may change along with the state. */
export type LedgerChanges = Partial<
  Pick<
    RunLedgerEntity,
    | 'attempt'
    | 'engineHandle'
    | 'result'
    | 'receipt'
    | 'receiptSignature'
    | 'error'
    | 'request'
    | 'txHashes'
    | 'orderBlockNumber'
    | 'orderBlockHash'
  >
>;

/** What the log says of a move beside the states: what changed with it, and what the step adds. */
export function detailOf(
  { error, txHashes, orderBlockNumber, orderBlockHash, result, receipt }: LedgerChanges,
  added: Record<string, unknown> | null,
): Record<string, unknown> {
  const { artifactDigest, evaluationDigest } = (result ?? {}) as Record<string, string>;
  const { provenanceDigest } = (receipt ?? {}) as Record<string, string>;
  return {
    ...{ reason: error ?? undefined, txHashes, orderBlockNumber, orderBlockHash },
    ...{ artifactDigest, evaluationDigest, provenanceDigest },
    ...added,
  };
}
