import path from 'node:path';
import type { StoredArtifact } from '../../artifacts/artifact-store.js';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { receiptOf } from '../receipt.js';
import { ResultRefused } from '../refusals.js';
import { readResult } from '../result-document.js';
import type { StepTools } from './step.js';

/** Takes a result over: hashes its parts again, stores them, and signs the receipt. Only then the run is `Trained`. */
export async function collectResult(
  entry: RunLedgerEntity,
  directory: string,
  { ledger, artifacts, registry }: StepTools,
): Promise<RunLedgerEntity> {
  const { runId, attempt, jobDigest } = entry;
  const result = await readResult(directory, { runId, attempt, jobDigest });
  const parts: [string, string, StoredArtifact][] = [
    ['adapter', result.artifactDigest, await artifacts.put(path.join(directory, 'adapter'))],
    ['evaluation', result.evaluationDigest, await artifacts.putFile(path.join(directory, 'eval.json'))],
    ['provenance', result.provenanceDigest, await artifacts.putFile(path.join(directory, 'provenance.json'))],
  ];
  for (const [kind, stated, stored] of parts) {
    if (stored.digest !== stated) throw new ResultRefused(`the ${kind} hashes to ${stored.digest}, not to ${stated}`);
  }
  for (const [kind, , stored] of parts) await ledger.addArtifact(kind, stored);

  const receipt = receiptOf(result, runId, registry.worker);
  const receiptSignature = await registry.sign(receipt);
  return ledger.move(entry, 'Trained', { result, receipt, receiptSignature, error: null });
}
