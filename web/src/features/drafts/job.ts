import type { Catalogue } from '../../data/catalogue';
import { formatFixed, parseFixed } from '../../lib/fixed-point';
import type { Problems } from './draft-call';

/** What a person fills in to have a model fine-tuned. Text, as typed; `readJob` reads it. */
export interface FineTuneFields {
  subject: string;
  base: string;
  dataset: string;
  suite: string;
  rank: string;
  alpha: string;
  dropout: string;
  learningRate: string;
  steps: string;
  batchSize: string;
  contextTokens: string;
  warmupSteps: string;
  seed: string;
  samples: string;
  evaluationSeed: string;
  wallSeconds: string;
  memoryMiB: string;
  canaryPercent: string;
  canarySeconds: string;
  canaryRequests: string;
}

/** Settings that learn well on the small base model and fit a small machine. */
export const defaultFields: FineTuneFields = {
  subject: 'assistant',
  base: '',
  dataset: '',
  suite: '',
  rank: '8',
  alpha: '16',
  dropout: '0.05',
  learningRate: '0.003',
  steps: '80',
  batchSize: '16',
  contextTokens: '128',
  warmupSteps: '5',
  seed: '11',
  samples: '40',
  evaluationSeed: '99',
  wallSeconds: '600',
  memoryMiB: '4096',
  canaryPercent: '20',
  canarySeconds: '10',
  canaryRequests: '20',
};

/** Every number of the form: its decimals (the integer is scaled by them), and its bounds after scaling. */
const numbers = {
  rank: { places: 0, minimum: 1, maximum: 256 },
  alpha: { places: 0, minimum: 1, maximum: 1024 },
  dropout: { places: 6, minimum: 0, maximum: 900_000 },
  learningRate: { places: 9, minimum: 1, maximum: 1_000_000_000 },
  steps: { places: 0, minimum: 1, maximum: 1_000_000 },
  batchSize: { places: 0, minimum: 1, maximum: 4096 },
  contextTokens: { places: 0, minimum: 16, maximum: 131_072 },
  warmupSteps: { places: 0, minimum: 0, maximum: 1_000_000 },
  seed: { places: 0, minimum: 0, maximum: 4_294_967_295 },
  samples: { places: 0, minimum: 1, maximum: 100_000 },
  evaluationSeed: { places: 0, minimum: 0, maximum: 4_294_967_295 },
  wallSeconds: { places: 0, minimum: 1, maximum: 2_592_000 },
  memoryMiB: { places: 0, minimum: 256, maximum: 4_194_304 },
  canaryPercent: { places: 2, minimum: 1, maximum: 5_000 },
  canarySeconds: { places: 0, minimum: 1, maximum: 2_592_000 },
  canaryRequests: { places: 0, minimum: 1, maximum: 1_000_000 },
} as const;

type NumberField = keyof typeof numbers;

function readNumbers(fields: FineTuneFields, problems: Problems): Record<NumberField, number> {
  const entries = Object.entries(numbers).map(([name, { places, minimum, maximum }]) => {
    const value = parseFixed(fields[name as NumberField], places);
    if (value === null) {
      problems[name] = places === 0 ? 'A whole number, please.' : `A number with at most ${places} decimals, please.`;
    } else if (value < minimum || value > maximum) {
      problems[name] = `Between ${formatFixed(minimum, places)} and ${formatFixed(maximum, places)}.`;
    }
    return [name, value ?? 0];
  });
  return Object.fromEntries(entries) as Record<NumberField, number>;
}

function pick<Entry extends { name: string }>(
  entries: readonly Entry[],
  name: string,
  field: keyof FineTuneFields,
  problems: Problems,
): Entry | null {
  const entry = entries.find((candidate) => candidate.name === name);
  if (!entry) problems[field] = 'Choose one.';
  return entry ?? null;
}

export interface FineTune {
  job: object;
  subject: string;
  canaryBps: number;
  canarySeconds: number;
  canaryRequests: number;
}

/** The job document (and canary) that the fields describe, or every field that is wrong. */
export function readFineTune(
  fields: FineTuneFields,
  catalogue: Catalogue,
): { fineTune: FineTune | null; problems: Problems<keyof FineTuneFields> } {
  const problems: Problems = {};
  const read = readNumbers(fields, problems);
  const base = pick(catalogue.bases, fields.base, 'base', problems);
  const dataset = pick(catalogue.datasets, fields.dataset, 'dataset', problems);
  const suite = pick(catalogue.suites, fields.suite, 'suite', problems);
  if (!/^[a-z0-9][a-z0-9.-]{0,31}$/.test(fields.subject)) {
    problems.subject = 'Lower-case letters, digits, dots and dashes; at most 32.';
  }
  if (!problems.steps && !problems.warmupSteps && read.warmupSteps > read.steps) {
    problems.warmupSteps = 'Not more than the steps.';
  }
  if (Object.keys(problems).length > 0 || !base || !dataset || !suite) return { fineTune: null, problems };

  const job = {
    version: 1,
    subject: fields.subject,
    base: { source: 'local', name: base.name, revision: null, digest: base.digest },
    dataset: {
      name: dataset.name,
      format: 'chat-jsonl',
      digest: dataset.digest,
      license: dataset.license,
      // A worker of before tells none.
      ...(dataset.metadata && { metadata: dataset.metadata }),
    },
    objective: 'sft',
    method: 'lora',
    lora: { r: read.rank, alpha: read.alpha, dropoutMillionths: read.dropout, targetModules: ['all-linear'] },
    training: {
      optimizer: 'adamw',
      learningRateNanos: read.learningRate,
      steps: read.steps,
      batchSize: read.batchSize,
      contextTokens: read.contextTokens,
      warmupSteps: read.warmupSteps,
      dtype: 'float32',
      seed: read.seed,
      packing: 'documents',
      shards: read.batchSize % 2 === 0 ? 2 : 1,
      weightDecayMillionths: 0,
      stateEverySteps: 1,
    },
    evaluation: { suite: suite.name, digest: suite.digest, samples: read.samples, seed: read.evaluationSeed },
    determinism: 'cpu-fp32',
    limits: { wallSeconds: read.wallSeconds, memoryMiB: read.memoryMiB },
  };
  const { canaryPercent: canaryBps, canarySeconds, canaryRequests } = read;
  return { fineTune: { job, subject: fields.subject, canaryBps, canarySeconds, canaryRequests }, problems };
}
