import canonicalize from 'canonicalize';
import { hexOf } from '../artifacts/digest.js';
import type { RunLedgerEntity } from '../store/run-ledger.entity.js';
import type { LogHead } from '../store/run-ledger-log.js';
import { EnvelopeRefused, openEnvelope } from './dsse.js';
import type { RunResult } from './result-document.js';

/** The media type of an in-toto statement. */
export const inTotoType = 'application/vnd.in-toto+json';

const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'https://slsa.dev/provenance/v1';
/** What the parameters below mean: docs/runs.md. */
const buildType = 'urn:mandate:run:v1';
const logHeadName = 'run-log';
const provenanceName = 'provenance.json';

/** A thing by the digest of its bytes, in in-toto's words. */
interface ResourceDescriptor {
  readonly name: string;
  readonly digest: { readonly sha256: string };
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** Where the OpenSSF signature of the artifact is kept, and what it is checked by. */
export interface KeptSignature {
  readonly digest: string;
  /** In PEM. */
  readonly publicKey: string;
}

/** What we read of a statement. */
export interface RunStatement {
  readonly runId: string;
  readonly attempt: number;
  readonly artifactDigest: string;
  /** The digest of the worker's own `provenance.json`. */
  readonly provenanceDigest: string;
  /** Where the run's log stood when it was signed. */
  readonly logHead: LogHead;
}

/**
 * Who says what came of an attempt: an in-toto statement with SLSA's provenance. Its by-products name the worker's own
 * account of how it came about, the head of the run's log, and the signature of the model with its public key. Without a
 * time of its own: the log has those.
 */
export function runStatement(
  entry: RunLedgerEntity,
  result: RunResult,
  worker: string,
  head: LogHead,
  signature: KeptSignature,
): object {
  const { runId, attempt, chainId, registry, subject, version, jobDigest, engine } = entry;
  return {
    _type: statementType,
    subject: [resource('adapter', result.artifactDigest), resource('eval.json', result.evaluationDigest)],
    predicateType,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { runId, chainId, registry, subject, version, jobDigest },
        internalParameters: { attempt, engine, device: result.device },
        resolvedDependencies: [resource('job.json', jobDigest)],
      },
      runDetails: {
        builder: { id: `eip155:${chainId}:${worker}`, version: { 'mandate-worker': result.codeVersion } },
        metadata: { invocationId: `${runId}.${attempt}` },
        byproducts: [
          resource(provenanceName, result.provenanceDigest),
          { ...resource(logHeadName, head.hash), annotations: { sequence: head.sequence } },
          { ...resource('model.sig', signature.digest), annotations: { publicKey: signature.publicKey } },
        ],
      },
    },
  };
}

/** One way to write a document (RFC 8785). */
export function canonicalText(document: object): string {
  return canonicalize(document) ?? '';
}

/** Opens the envelope that a receipt's `provenanceDigest` names, and says what `worker` stated. Throws `EnvelopeRefused`. */
export function readStatement(envelope: string, worker: string): RunStatement {
  const { payloadType, payload, signer } = openEnvelope(envelope);
  if (payloadType !== inTotoType) throw new EnvelopeRefused(`it holds ${payloadType}, not ${inTotoType}`);
  if (signer !== worker) throw new EnvelopeRefused(`${signer} signed it, the receipt is from ${worker}`);
  try {
    const { subject, predicate } = JSON.parse(payload);
    const { externalParameters, internalParameters } = predicate.buildDefinition;
    const byproducts: ResourceDescriptor[] = predicate.runDetails.byproducts;
    const head = byproducts.find(({ name }) => name === logHeadName);
    return {
      runId: externalParameters.runId,
      attempt: internalParameters.attempt,
      artifactDigest: `sha256:${subject[0].digest.sha256}`,
      provenanceDigest: `sha256:${byproducts.find(({ name }) => name === provenanceName)?.digest.sha256}`,
      logHead: { sequence: head?.annotations?.sequence as number, hash: `sha256:${head?.digest.sha256}` },
    };
  } catch {
    throw new EnvelopeRefused('what it holds is not the statement of a run');
  }
}

const resource = (name: string, digest: string): ResourceDescriptor => ({ name, digest: { sha256: hexOf(digest) } });
