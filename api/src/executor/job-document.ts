import canonicalize from 'canonicalize';
import { jobSchema } from '../abi/job-schema.js';
import { digestOf } from '../artifacts/digest.js';
import { JobRefused } from './refusals.js';
import { schemaCheck } from './schema-check.js';

const violationIn = schemaCheck(jobSchema);

/** What the executor itself needs to know of a job; the rest is the worker's. */
export interface Job {
  readonly subject: string;
  /** `adopt` learns nothing: it evaluates the revision of this digest, which goes through the gate like any other. */
  readonly objective: string;
  readonly revision?: { readonly digest: string };
  /** How exactly a second run repeats the first. */
  readonly determinism: string;
  readonly limits: { readonly wallSeconds: number };
}

/** A job that keeps to the schema, with the exact bytes that the worker gets. */
export interface JobDocument {
  readonly job: Job;
  readonly text: string;
  readonly digest: string;
}

/**
 * Reads the job of a model policy. The text has to be canonical JSON (RFC 8785): then there is one way to read it, and
 * what the voters saw is what the worker gets.
 */
export function readJob(text: string, subject: string): JobDocument {
  const job = parse(text);
  const violation = violationIn(job);
  if (violation !== null) throw new JobRefused(violation.field, violation.reason);
  if (canonicalize(job) !== text) throw new JobRefused('job', 'not in canonical form (RFC 8785)');

  const known = job as Job;
  if (known.subject !== subject) throw new JobRefused('subject', `the policy is about ${subject}`);
  return { job: known, text, digest: digestOf(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JobRefused('job', 'not JSON');
  }
}
