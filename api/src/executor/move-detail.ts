import type { LedgerChanges } from './run-ledger.js';

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
