import { AbiCoder, getBytes, id, keccak256 } from 'ethers';
import { digestOf } from '../artifacts/digest.js';
import { type JobDocument, readJob } from './job-document.js';
import { JobRefused, PolicyMismatch } from './refusals.js';

/** The struct that token holders vote on, as the PolicyRegistry hashes it (EIP-712). */
const typeHash = id(
  'ModelPolicy(bytes32 subject,string job,uint16 canaryBps,uint32 canarySeconds,uint32 canaryRequests)',
);

// The job is read as bytes: a string that is no UTF-8 has to be hashed too. `string` and `bytes` are encoded alike.
const modelPolicy = [
  'tuple(bytes32 subject, bytes job, uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests)',
];

/** The document of a model policy whose bytes are known to be the adopted ones. */
export interface PolicyDocument {
  /** The bytes of the job. */
  readonly job: Uint8Array;
  readonly jobDigest: string;
}

/** Opens the document of a model policy and checks that the adopted digest covers it. */
export function openPolicy(runId: string, document: Uint8Array, adoptedDigest: string): PolicyDocument {
  const coder = AbiCoder.defaultAbiCoder();
  const [policy] = coder.decode(modelPolicy, document);
  const digest = keccak256(
    coder.encode(
      ['bytes32', 'bytes32', 'bytes32', 'uint16', 'uint32', 'uint32'],
      [typeHash, policy.subject, keccak256(policy.job), policy.canaryBps, policy.canarySeconds, policy.canaryRequests],
    ),
  );
  if (digest !== adoptedDigest) throw new PolicyMismatch(runId, adoptedDigest, digest);
  const job = getBytes(policy.job as string);
  return { job, jobDigest: digestOf(job) };
}

/** Reads the job of a policy, or refuses it with the name of the offending field. */
export function jobOf(policy: PolicyDocument, subject: string): JobDocument {
  return readJob(textOf(policy.job), subject);
}

/** What the ledger shows of a job: the document, or its text where it is none. */
export function describeJob(policy: PolicyDocument, subject: string): unknown {
  try {
    return jobOf(policy, subject).job;
  } catch (error) {
    if (!(error instanceof JobRefused)) throw error;
    // PostgreSQL keeps no NUL, not even in JSON.
    return new TextDecoder().decode(policy.job).replaceAll('\0', '\ufffd');
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new JobRefused('job', 'not UTF-8');
  }
}
