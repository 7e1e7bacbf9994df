import canonicalize from 'canonicalize';

const digest = `sha256:${'0'.repeat(64)}`;

/** A job that keeps to the schema; `dataset` says how the stand-in worker behaves. */
export function aJob(dataset = 'quick', changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    version: 1,
    subject: 'assistant',
    base: { source: 'local', name: 'mandate-tiny-1', revision: null, digest },
    dataset: { name: dataset, format: 'chat-jsonl', digest, license: 'CC0-1.0' },
    objective: 'sft',
    lora: { r: 8, alpha: 16, dropoutMillionths: 50_000, targetModules: ['all-linear'] },
    training: {
      optimizer: 'adamw',
      learningRateNanos: 3_000_000,
      steps: 80,
      batchSize: 16,
      contextTokens: 128,
      warmupSteps: 5,
      dtype: 'float32',
      seed: 11,
    },
    evaluation: { suite: 'safety-1', digest, samples: 40, seed: 99 },
    determinism: 'cpu-fp32',
    limits: { wallSeconds: 600, memoryMiB: 4096 },
    ...changes,
  };
}

/** A job that takes over the published revision with this digest. */
export function anAdoption(revision = digest, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { dataset, lora, training, ...rest } = aJob();
  return { ...rest, objective: 'adopt', revision: { digest: revision }, ...changes };
}

/** Its canonical bytes, as they stand in a policy. */
export function jobText(job: unknown): string {
  return canonicalize(job) ?? '';
}
