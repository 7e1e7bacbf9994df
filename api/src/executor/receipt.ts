import { type BaseWallet, encodeBytes32String, type TypedDataDomain, TypedDataEncoder, verifyTypedData } from 'ethers';
import { hexOf } from '../artifacts/digest.js';
import { ResultRefused } from './refusals.js';
import type { RunResult } from './result-document.js';

/** A metric as the gate compares it: six decimals, as text because JSON has no 64-bit numbers. */
export interface ReceiptMetric {
  readonly name: string;
  readonly valueE6: string;
}

/** The worker's statement that an attempt produced a revision, ready for JSON and for the contract alike. */
export interface Receipt {
  readonly runId: string;
  readonly attempt: number;
  readonly worker: string;
  readonly artifactDigest: string;
  readonly evaluationDigest: string;
  readonly provenanceDigest: string;
  readonly metrics: readonly ReceiptMetric[];
}

const receiptTypes = {
  Receipt: [
    { name: 'runId', type: 'bytes32' },
    { name: 'attempt', type: 'uint32' },
    { name: 'worker', type: 'address' },
    { name: 'artifactDigest', type: 'bytes32' },
    { name: 'evaluationDigest', type: 'bytes32' },
    { name: 'provenanceDigest', type: 'bytes32' },
    { name: 'metrics', type: 'Metric[]' },
  ],
  Metric: [
    { name: 'name', type: 'bytes32' },
    { name: 'valueE6', type: 'uint64' },
  ],
};

/** The contract takes no receipt with more. */
const mostMetrics = 32;

/**
 * Says in the contract's words what a result says: digests as bytes32, metrics with six decimals, in the order of their
 * names. `provenanceDigest` is that of our own signed statement, which names the worker's.
 */
export function receiptOf(result: RunResult, runId: string, worker: string, provenanceDigest: string): Receipt {
  const metrics = Object.entries(result.metrics);
  if (metrics.length > mostMetrics) throw new ResultRefused(`metrics: ${metrics.length} of at most ${mostMetrics}`);
  return {
    runId,
    attempt: result.attempt,
    worker,
    artifactDigest: `0x${hexOf(result.artifactDigest)}`,
    evaluationDigest: `0x${hexOf(result.evaluationDigest)}`,
    provenanceDigest: `0x${hexOf(provenanceDigest)}`,
    metrics: metrics
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name: encodeBytes32String(name), valueE6: toE6(name, value).toString() })),
  };
}

/** Signs a receipt for one contract on one chain (EIP-712). */
export async function signReceipt(receipt: Receipt, domain: TypedDataDomain, worker: BaseWallet): Promise<string> {
  const signature = await worker.signTypedData(domain, receiptTypes, receipt);
  const signer = verifyTypedData(domain, receiptTypes, receipt, signature);
  if (signer !== receipt.worker) throw new Error(`the receipt names ${receipt.worker}, ${signer} signed it`);
  return signature;
}

/** What the worker signs: equal to the contract's `receiptDigest`. */
export function receiptDigest(receipt: Receipt, domain: TypedDataDomain): string {
  return TypedDataEncoder.hash(domain, receiptTypes, receipt);
}

function toE6(name: string, value: number): bigint {
  const scaled = Math.round(value * 1e6);
  if (!Number.isSafeInteger(scaled) || scaled < 0) throw new ResultRefused(`metrics.${name}: out of range`);
  return BigInt(scaled);
}
