import { describe, expect, it } from '@jest/globals';
import type { Catalogue } from '../../data/catalogue';
import { canonicalJson, sha256Digest } from '../../lib/canonical-json';
import { defaultFields, type FineTuneFields, readFineTune } from './job';

const digest = (byte: string) => `sha256:${byte.repeat(32)}`;

const catalogue: Catalogue = {
  bases: [{ name: 'mandate-tiny-1', digest: digest('aa') }],
  datasets: [
    {
      ...{ name: 'refuse-harmful-1', license: 'CC0-1.0', description: '', rows: 10 },
      ...{ digest: digest('bb'), metadata: digest('dd') },
    },
  ],
  suites: [{ name: 'safety-1', digest: digest('cc'), metrics: ['refusal'] }],
};

const fields = (part: Partial<FineTuneFields> = {}): FineTuneFields => ({
  ...defaultFields,
  base: 'mandate-tiny-1',
  dataset: 'refuse-harmful-1',
  suite: 'safety-1',
  ...part,
});

describe('the job of a fine-tune', () => {
  it('is canonical JSON, byte for byte', () => {
    const { fineTune } = readFineTune(fields(), catalogue);
    expect(canonicalJson(fineTune?.job)).toBe(
      `{"base":{"digest":"${digest('aa')}","name":"mandate-tiny-1","revision":null,"source":"local"},` +
        `"dataset":{"digest":"${digest('bb')}","format":"chat-jsonl","license":"CC0-1.0",` +
        `"metadata":"${digest('dd')}","name":"refuse-harmful-1"},` +
        '"determinism":"cpu-fp32",' +
        `"evaluation":{"digest":"${digest('cc')}","samples":40,"seed":99,"suite":"safety-1"},` +
        '"limits":{"memoryMiB":4096,"wallSeconds":600},' +
        '"lora":{"alpha":16,"dropoutMillionths":50000,"r":8,"targetModules":["all-linear"]},' +
        '"method":"lora","objective":"sft","subject":"assistant",' +
        '"training":{"batchSize":16,"contextTokens":128,"dtype":"float32","learningRateNanos":3000000,"optimizer":"adamw",' +
        '"packing":"documents","seed":11,"shards":2,"stateEverySteps":1,"steps":80,"warmupSteps":5,' +
        '"weightDecayMillionths":0},"version":1}',
    );
  });

  it('cuts a batch in two where two processes could share it', () => {
    const shardsOf = (batchSize: string) => readFineTune(fields({ batchSize }), catalogue).fineTune?.job;
    expect(shardsOf('6')).toMatchObject({ training: { shards: 2 } });
    expect(shardsOf('7')).toMatchObject({ training: { shards: 1 } });
  });

  it('carries the rollout beside the job, in basis points', () => {
    const { fineTune } = readFineTune(fields({ canaryPercent: '12.5' }), catalogue);
    expect(fineTune).toMatchObject({ subject: 'assistant', canaryBps: 1250, canarySeconds: 10, canaryRequests: 20 });
  });

  it.each([
    ['steps', '0', 'Between 1 and 1000000.'],
    ['steps', '12.5', 'A whole number, please.'],
    ['dropout', '0.95', 'Between 0 and 0.9.'],
    ['learningRate', 'fast', 'A number with at most 9 decimals, please.'],
    ['canaryPercent', '60', 'Between 0.01 and 50.'],
    ['warmupSteps', '81', 'Not more than the steps.'],
    ['subject', 'My Model', 'Lower-case letters, digits, dots and dashes; at most 32.'],
    ['dataset', 'elsewhere', 'Choose one.'],
  ] as const)('refuses %s "%s"', (field, value, message) => {
    const { fineTune, problems } = readFineTune(fields({ [field]: value }), catalogue);
    expect(fineTune).toBeNull();
    expect(problems[field]).toBe(message);
  });

  it('is hashed as the worker hashes it', () => {
    expect(sha256Digest('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
