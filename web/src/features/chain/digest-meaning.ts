import type { Catalogue } from '../../data/catalogue';
import { readModelBody } from '../../lib/policy-body';

/** What a digest was found to be, where it comes from, and how anybody can compute it again. */
export interface DigestMeaning {
  what: string;
  about: string;
  check: string[];
  runId?: string;
  proposalId?: string;
}

export interface KnownPolicy {
  kind: string;
  subject: string;
  version: number;
  digest: string;
  body: unknown;
  proposal: { proposalId: string } | null;
}

export interface KnownRun {
  runId: string;
  subject: string;
  version: number;
  jobDigest: string | null;
  proposal: { proposalId: string } | null;
  receipt: { artifactDigest: string; evaluationDigest: string; provenanceDigest: string } | null;
}

export interface DigestSources {
  policies: readonly KnownPolicy[];
  runs: readonly KnownRun[];
  policyRegistry: string | null;
  /** What can be named in a draft; null when the gateway does not say. */
  catalogue: Catalogue | null;
}

const kindNumbers: Record<string, number> = { MODEL: 0, SAFETY: 1, MODERATION: 2, ACCESS: 3, REVENUE: 4 };

/** The same digest is written `sha256:…` in documents and `0x…` on chain. */
export function normalizeDigest(digest: string): string {
  return digest.toLowerCase().replace(/^(sha256:|0x)/, '');
}

function policyMeaning(policy: KnownPolicy, registry: string | null): DigestMeaning {
  const { kind, subject, version } = policy;
  return {
    what: `The ${kind.toLowerCase()} policy of ${subject}, version ${version}`,
    about:
      'The EIP-712 struct hash of the policy document. The registry stores it; the document itself is in the PolicyAdopted event.',
    check: [
      `cast call ${registry ?? '<policyRegistry>'} "digestOf(uint8,bytes32,uint32)(bytes32)" ${kindNumbers[kind]} $(cast format-bytes32-string ${subject}) ${version}`,
    ],
    proposalId: policy.proposal?.proposalId,
  };
}

function runMeanings(run: KnownRun): [string | null | undefined, Omit<DigestMeaning, 'runId' | 'proposalId'>][] {
  const name = `${run.subject} v${run.version}`;
  return [
    [
      run.runId,
      {
        what: `The id of the run of ${name}`,
        about:
          'Made by the RunRegistry from the chain id, its own address, the subject, the version and the policy digest.',
        check: [`cast call <runRegistry> "stateOf(bytes32)(uint8)" ${run.runId}`],
      },
    ],
    [
      run.receipt?.artifactDigest,
      {
        what: `The revision that the run of ${name} produced`,
        about:
          'The SHA-256 in the content address (CID) of the adapter directory. The gateway hashes it again before it loads it. The same job gives the same revision.',
        check: [directoryCheck, `ipfs add -r --only-hash ${addressing} adapter`],
      },
    ],
    [
      run.receipt?.evaluationDigest,
      {
        what: `The evaluation report of the run of ${name}`,
        about: 'SHA-256 of eval.json, which holds every prompt, answer and score behind the metrics in the receipt.',
        check: ['sha256sum eval.json'],
      },
    ],
    [
      run.receipt?.provenanceDigest,
      {
        what: `The provenance of the run of ${name}`,
        about: 'SHA-256 of provenance.json, an in-toto statement of what the revision was made from.',
        check: ['sha256sum provenance.json'],
      },
    ],
    [
      run.jobDigest,
      {
        what: `The job of the run of ${name}`,
        about: 'SHA-256 of the canonical JSON (RFC 8785) that was voted on, byte for byte.',
        check: ['sha256sum job.json'],
      },
    ],
  ];
}

const datasetCheck = 'sha256sum <dataset>.jsonl';
/** How the root of a directory is made: the profile unixfs-v1-2025 of IPIP-499. */
const addressing = '--cid-version=1 --raw-leaves --chunker=size-1048576 --max-file-links=1024';
const directoryCheck = 'python -m mandate_worker digest <directory>';

function inputMeaning(policy: KnownPolicy, wanted: string): DigestMeaning | null {
  const job = readModelBody(policy.body)?.job as
    | Record<string, { name?: string; suite?: string; digest?: string }>
    | undefined;
  for (const [part, words] of [
    ['base', 'base model'],
    ['dataset', 'dataset'],
    ['evaluation', 'evaluation suite'],
  ] as const) {
    const input = job?.[part];
    if (input?.digest && normalizeDigest(input.digest) === wanted) {
      return {
        what: `The ${words} ${input.name ?? input.suite ?? ''}`,
        about: `Named in the job of ${policy.subject} v${policy.version}. A worker verifies it before it opens the file.`,
        check: [part === 'dataset' ? datasetCheck : directoryCheck],
        proposalId: policy.proposal?.proposalId,
      };
    }
  }
  return null;
}

/** What a draft can name although no adopted job does yet. */
function catalogueMeaning(catalogue: Catalogue, wanted: string): DigestMeaning | null {
  const about = 'In the catalogue of what a proposal can choose from. A worker verifies it before it opens the file.';
  for (const [words, entries, check] of [
    ['base model', catalogue.bases, directoryCheck],
    ['dataset', catalogue.datasets, datasetCheck],
    ['evaluation suite', catalogue.suites, directoryCheck],
  ] as const) {
    const entry = entries.find((candidate) => normalizeDigest(candidate.digest) === wanted);
    if (entry) return { what: `The ${words} ${entry.name}`, about, check: [check] };
  }
  return null;
}

/** Finds what a digest stands for among everything that was adopted and run; null when it is not known here. */
export function meaningOf(
  digest: string,
  { policies, runs, policyRegistry, catalogue }: DigestSources,
): DigestMeaning | null {
  const wanted = normalizeDigest(digest);
  const policy = policies.find((candidate) => normalizeDigest(candidate.digest) === wanted);
  if (policy) return policyMeaning(policy, policyRegistry);

  for (const run of runs) {
    const found = runMeanings(run).find(([candidate]) => candidate && normalizeDigest(candidate) === wanted);
    if (found) return { ...found[1], runId: run.runId, proposalId: run.proposal?.proposalId };
  }
  for (const candidate of policies) {
    const meaning = inputMeaning(candidate, wanted);
    if (meaning) return meaning;
  }
  return catalogue && catalogueMeaning(catalogue, wanted);
}
