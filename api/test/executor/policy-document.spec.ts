import { describe, expect, it } from '@jest/globals';
import { AbiCoder, encodeBytes32String, getBytes, hexlify, TypedDataEncoder, toUtf8Bytes } from 'ethers';
import { describeJob, jobOf, openPolicy } from '../../src/executor/policy-document.js';
import { JobRefused, PolicyMismatch } from '../../src/executor/refusals.js';
import { aJob, anAdoption, jobText } from './a-job.js';

const types = {
  ModelPolicy: [
    { name: 'subject', type: 'bytes32' },
    { name: 'job', type: 'string' },
    { name: 'canaryBps', type: 'uint16' },
    { name: 'canarySeconds', type: 'uint32' },
    { name: 'canaryRequests', type: 'uint32' },
  ],
};
const subject = encodeBytes32String('assistant');
const tuple = 'tuple(bytes32 subject, bytes job, uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests)';
const documentOf = (job: Uint8Array) =>
  getBytes(AbiCoder.defaultAbiCoder().encode([tuple], [[subject, hexlify(job), 1000, 20, 10]]));
const digestOf = (job: string) =>
  TypedDataEncoder.hashStruct('ModelPolicy', types, {
    ...{ subject, job },
    ...{ canaryBps: 1000, canarySeconds: 20, canaryRequests: 10 },
  });
const preferences = {
  ...{ name: 'quick', format: 'preference-jsonl', license: 'CC0-1.0' },
  digest: `sha256:${'0'.repeat(64)}`,
};
const open = (job: string) => openPolicy('0x01', documentOf(toUtf8Bytes(job)), digestOf(job));

describe('the document of a model policy', () => {
  it('gives the job whose digest the chain adopted, byte by byte', () => {
    const text = jobText(aJob());
    expect(jobOf(open(text), 'assistant')).toMatchObject({ text, job: aJob() });
  });

  it.each([
    ['an adoption', anAdoption()],
    ['preferences', aJob('quick', { objective: 'dpo', dpo: { betaMillionths: 100_000 }, dataset: preferences })],
    ['every weight', aJob('quick', { method: 'full', lora: undefined })],
  ])('may order %s', (_what, job) => {
    expect(jobOf(open(jobText(job)), 'assistant').text).toBe(jobText(job));
  });

  it('is refused when the adopted digest does not cover it', () => {
    const document = documentOf(toUtf8Bytes(jobText(aJob('quick'))));
    expect(() => openPolicy('0x01', document, digestOf(jobText(aJob('other'))))).toThrow(PolicyMismatch);
  });

  it.each([
    ['an unknown field', { ...aJob(), shell: 'rm' }, 'shell: unknown field'],
    ['a missing field', { ...aJob(), dataset: undefined }, 'dataset: missing'],
    [
      'an unknown field inside',
      aJob('quick', { limits: { wallSeconds: 1, memoryMiB: 512, gpu: 1 } }),
      'limits.gpu: unknown field',
    ],
    ['a missing field inside', aJob('quick', { limits: { wallSeconds: 1 } }), 'limits.memoryMiB: missing'],
    [
      'a value out of range',
      aJob('quick', { limits: { wallSeconds: 0, memoryMiB: 512 } }),
      'limits.wallSeconds: must be >= 1',
    ],
    ['an adoption of nothing', aJob('quick', { objective: 'adopt' }), 'revision: missing'],
    ['a dataset beside an adoption', anAdoption(undefined, { dataset: {} }), 'dataset: not allowed here'],
    ['weights of another method', aJob('quick', { method: 'full' }), 'lora: not allowed here'],
    ['another subject', aJob('quick', { subject: 'judge' }), 'subject: the policy is about assistant'],
    ['a path for a name', aJob('../../etc/passwd'), 'dataset.name: must match pattern'],
  ])('rejects %s with the name of the field', (_what, job, message) => {
    const policy = open(jobText(job));
    expect(() => jobOf(policy, 'assistant')).toThrow(JobRefused);
    expect(() => jobOf(policy, 'assistant')).toThrow(message);
  });

  it('rejects text that can be read in two ways', () => {
    const text = jobText(aJob());
    const twice = text.replace('"version":1', '"version":1,"version":1');
    expect(() => jobOf(open(twice), 'assistant')).toThrow('job: not in canonical form (RFC 8785)');
    expect(() => jobOf(open(JSON.stringify(aJob(), null, 2)), 'assistant')).toThrow('canonical');
  });

  it('rejects what is no JSON or no UTF-8, and can still show it', () => {
    const text = 'not\0json';
    expect(() => jobOf(open(text), 'assistant')).toThrow('job: not JSON');
    expect(describeJob(open(text), 'assistant')).toBe('not\ufffdjson');

    const policy = { job: Uint8Array.of(0x22, 0xff, 0x22), jobDigest: '' };
    expect(() => jobOf(policy, 'assistant')).toThrow('job: not UTF-8');
    expect(describeJob(policy, 'assistant')).toBe('"\ufffd"');
  });
});
