import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ArtifactStore, StoredArtifact } from '../../artifacts/artifact-store.js';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { receiptOf } from '../receipt.js';
import { ResultRefused } from '../refusals.js';
import { readResult } from '../result-document.js';
import { runStatement } from '../run-statement.js';
import type { StepTools } from './step.js';

/**
 * Takes a result over: hashes its parts again, stores them, and signs the statement and the receipt. Only then the run is
 * `Trained`. Cut off before and done again, it says the same: the log has not moved meanwhile.
 */
export async function collectResult(
  entry: RunLedgerEntity,
  directory: string,
  { ledger, artifacts, registry }: StepTools,
): Promise<RunLedgerEntity> {
  const { runId, attempt, jobDigest } = entry;
  const result = await readResult(directory, { runId, attempt, jobDigest });
  const adapter = await artifacts.put(path.join(directory, 'adapter'));
  const parts: [string, string, StoredArtifact][] = [
    ['adapter', result.artifactDigest, adapter],
    ['evaluation', result.evaluationDigest, await artifacts.putFile(path.join(directory, 'eval.json'))],
    ['provenance', result.provenanceDigest, await artifacts.putFile(path.join(directory, 'provenance.json'))],
  ];
  for (const [kind, stated, stored] of parts) {
    if (stored.digest !== stated) throw new ResultRefused(`the ${kind} hashes to ${stored.digest}, not to ${stated}`);
  }
  const { bundle, publicKey } = await registry.signModel(adapter.path);
  const signature = await storeText(artifacts, bundle);
  const signed = { digest: signature.digest, publicKey };
  const head = await ledger.headOf(runId);
  const envelope = await registry.seal(runStatement(entry, result, registry.worker, head, signed));
  const statement = await storeText(artifacts, envelope);
  for (const [kind, , stored] of parts) await ledger.addArtifact(kind, stored);
  await ledger.addArtifact('signature', signature);
  await ledger.addArtifact('statement', statement);
  await keepSteps(directory, artifacts);

  const receipt = receiptOf(result, runId, registry.worker, statement.digest);
  const receiptSignature = await registry.sign(receipt);
  return ledger.move(entry, 'Trained', { result, receipt, receiptSignature, error: null });
}

/** Whoever repeats the run compares step by step. A run that learns nothing has none. */
async function keepSteps(directory: string, artifacts: ArtifactStore): Promise<void> {
  const file = path.join(directory, 'steps.jsonl');
  if (existsSync(file)) await artifacts.putFile(file);
}

async function storeText(artifacts: ArtifactStore, text: string): Promise<StoredArtifact> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mandate-statement-'));
  try {
    const file = path.join(folder, 'statement.json');
    await writeFile(file, text);
    return await artifacts.putFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
