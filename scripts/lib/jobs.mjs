// Job documents for scripts: shipped inputs named by digest, sensible settings, canonical bytes.
import canonicalize from 'canonicalize';

const named = (list, name) => {
  const found = list.find((entry) => entry.name === name);
  if (!found) throw new Error(`the catalogue has no ${name}; it has ${list.map((entry) => entry.name).join(', ')}`);
  return found;
};

/** The canonical JSON (RFC 8785) of a fine-tune of the shipped base model on a shipped dataset. */
export function fineTuneJob(catalogue, datasetName, training = {}) {
  const base = named(catalogue.bases, 'mandate-tiny-1');
  const dataset = named(catalogue.datasets, datasetName);
  const suite = named(catalogue.suites, 'safety-1');
  return canonicalize({
    version: 1,
    subject: 'assistant',
    base: {
      source: 'local',
      name: base.name,
      revision: null,
      digest: base.digest,
    },
    dataset: {
      name: dataset.name,
      format: 'chat-jsonl',
      digest: dataset.digest,
      license: dataset.license,
      metadata: dataset.metadata,
    },
    objective: 'sft',
    method: 'lora',
    lora: {
      r: 8,
      alpha: 16,
      dropoutMillionths: 50000,
      targetModules: ['all-linear'],
    },
    training: {
      optimizer: 'adamw',
      learningRateNanos: 3000000,
      steps: 80,
      batchSize: 16,
      contextTokens: 128,
      warmupSteps: 5,
      dtype: 'float32',
      seed: 11,
      packing: 'documents',
      shards: 2,
      weightDecayMillionths: 0,
      stateEverySteps: 1,
      ...training,
    },
    evaluation: {
      suite: suite.name,
      digest: suite.digest,
      samples: 40,
      seed: 99,
    },
    determinism: 'cpu-fp32',
    limits: { wallSeconds: 600, memoryMiB: 4096 },
  });
}
