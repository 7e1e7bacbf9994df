import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactStore } from '../../artifacts/artifact-store.js';
import { readStatement } from '../run-statement.js';
import type { ReceiptOnRecord } from './confirmations.js';

/** What we read of a worker's `provenance.json`. */
interface Provenance {
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate?: { readonly runDetails?: { readonly builder?: { readonly version?: Record<string, unknown> } } };
}

/** One line of `steps.jsonl`. */
interface StepLine {
  readonly step: number;
  readonly loss: number;
  /** The hash of what learns, where it was taken. */
  readonly state?: string;
}

/** Says at which step our re-execution parts from what the receipt's worker recorded, as far as that can be had. */
export async function firstDifference(
  receipt: ReceiptOnRecord,
  ownDirectory: string,
  artifacts: ArtifactStore,
): Promise<string> {
  const theirs = await provenanceOf(receipt, artifacts).catch(() => null);
  const own = await readFile(path.join(ownDirectory, 'provenance.json'), 'utf8').then(JSON.parse, () => null);
  const parting = await stepsDiffer(theirs, ownDirectory, artifacts);
  const builders = differingKeys(builderOf(own), builderOf(theirs));
  return builders.length === 0 ? parting : `${parting}; the two workers differ in ${builders.join(', ')}`;
}

async function stepsDiffer(theirs: Provenance | null, ownDirectory: string, artifacts: ArtifactStore): Promise<string> {
  const ownSteps = await readFile(path.join(ownDirectory, 'steps.jsonl'), 'utf8').catch(() => null);
  const digest = theirs?.subject.find(({ name }) => name === 'steps.jsonl')?.digest.sha256;
  const theirSteps = digest === undefined ? null : await read(artifacts, `sha256:${digest}`).catch(() => null);
  if (ownSteps === null) return 'our worker recorded no steps';
  if (theirSteps === null) return 'the steps that the other worker recorded are not in the artifact store';
  return partingOf(linesOf(ownSteps), linesOf(theirSteps));
}

/** The first step that two records tell differently. */
export function partingOf(own: readonly StepLine[], theirs: readonly StepLine[]): string {
  const shared = Math.min(own.length, theirs.length);
  for (let index = 0; index < shared; index += 1) {
    const [ours, other] = [own[index] as StepLine, theirs[index] as StepLine];
    if (ours.step !== other.step) return `step ${ours.step} here is step ${other.step} there`;
    if (ours.loss !== other.loss)
      return `first differing step ${ours.step}: loss ${ours.loss} here, ${other.loss} there`;
    const areHashed = ours.state !== undefined && other.state !== undefined;
    if (areHashed && ours.state !== other.state)
      return `first differing step ${ours.step}: the same loss, another state`;
  }
  if (own.length !== theirs.length) return `first differing step ${shared + 1}: only one of the two has it`;
  return 'every recorded step is the same: what was made of them differs';
}

/** The receipt names the executor's statement, and that the worker's own, which names the record of its steps. */
async function provenanceOf(receipt: ReceiptOnRecord, artifacts: ArtifactStore): Promise<Provenance> {
  const envelope = await read(artifacts, `sha256:${receipt.provenanceDigest.slice(2)}`);
  const { provenanceDigest } = readStatement(envelope, receipt.worker);
  return JSON.parse(await read(artifacts, provenanceDigest));
}

const builderOf = (provenance: Provenance | null) => provenance?.predicate?.runDetails?.builder?.version ?? {};

const differingKeys = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) =>
  Object.keys({ ...a, ...b }).filter((key) => key in a && key in b && a[key] !== b[key]);

const read = async (artifacts: ArtifactStore, digest: string) => readFile(await artifacts.getFile(digest), 'utf8');

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as StepLine);
