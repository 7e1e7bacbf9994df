import { describe, expect, it } from '@jest/globals';
import { encodeBytes32String, Wallet } from 'ethers';
import { receiptDigest, receiptOf, signReceipt } from '../../src/executor/receipt.js';
import type { RunResult } from '../../src/executor/result-document.js';

const worker = new Wallet(`0x${'11'.repeat(32)}`);
const domain = { name: 'RunRegistry', version: '1', chainId: 31337n, verifyingContract: worker.address };
const runId = `0x${'ab'.repeat(32)}`;
const provenance = `sha256:${'5'.repeat(64)}`;
const aResult = (metrics: Record<string, number>): RunResult => ({
  ...{ runId, attempt: 1, jobDigest: `sha256:${'1'.repeat(64)}`, metrics },
  ...{ artifactDigest: `sha256:${'2'.repeat(64)}`, evaluationDigest: `sha256:${'3'.repeat(64)}` },
  ...{
    provenanceDigest: `sha256:${'4'.repeat(64)}`,
    trainSeconds: 1,
    totalSeconds: 1,
    device: 'cpu',
    codeVersion: '1',
  },
});

describe('a receipt', () => {
  it('says metrics with six decimals, in the order of their names', () => {
    const { metrics, artifactDigest, provenanceDigest } = receiptOf(
      aResult({ refusal: 0.95, helpfulness: 1, perplexity: 3.2100004 }),
      runId,
      worker.address,
      provenance,
    );
    expect(metrics).toEqual([
      { name: encodeBytes32String('helpfulness'), valueE6: '1000000' },
      { name: encodeBytes32String('perplexity'), valueE6: '3210000' },
      { name: encodeBytes32String('refusal'), valueE6: '950000' },
    ]);
    expect([artifactDigest, provenanceDigest]).toEqual([`0x${'2'.repeat(64)}`, `0x${'5'.repeat(64)}`]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300])('is never made of the metric %d', (value) => {
    expect(() => receiptOf(aResult({ refusal: value }), runId, worker.address, provenance)).toThrow(
      'metrics.refusal: out of range',
    );
  });

  it('is never made of more metrics than the contract takes', () => {
    const metrics = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`metric${index}`, 1]));
    expect(() => receiptOf(aResult(metrics), runId, worker.address, provenance)).toThrow('metrics: 33 of at most 32');
  });

  it('is signed by the worker that it names, for one contract on one chain', async () => {
    const receipt = receiptOf(aResult({ refusal: 0.95 }), runId, worker.address, provenance);
    const signature = await signReceipt(receipt, domain, worker);
    expect(signature).toMatch(/^0x[0-9a-f]{130}$/);
    expect(receiptDigest(receipt, { ...domain, chainId: 1n })).not.toBe(receiptDigest(receipt, domain));

    const stranger = receiptOf(aResult({ refusal: 0.95 }), runId, Wallet.createRandom().address, provenance);
    await expect(signReceipt(stranger, domain, worker)).rejects.toThrow('signed it');
  });
});
