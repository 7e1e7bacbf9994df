import { describe, expect, it } from '@jest/globals';
import { type DigestSources, type KnownPolicy, type KnownRun, meaningOf } from './digest-meaning';

const hash = (byte: string) => byte.repeat(32);

const policy: KnownPolicy = {
  kind: 'MODEL',
  subject: 'assistant',
  version: 2,
  digest: `0x${hash('01')}`,
  proposal: { proposalId: '7' },
  body: {
    job: JSON.stringify({ dataset: { name: 'refuse-harmful-1', digest: `sha256:${hash('02')}` } }),
    canaryBps: 1,
    canarySeconds: 1,
    canaryRequests: 1,
  },
};
const run: KnownRun = {
  runId: `0x${hash('03')}`,
  subject: 'assistant',
  version: 2,
  jobDigest: `sha256:${hash('04')}`,
  proposal: { proposalId: '7' },
  receipt: {
    artifactDigest: `0x${hash('05')}`,
    evaluationDigest: `0x${hash('06')}`,
    provenanceDigest: `0x${hash('07')}`,
  },
};
const sources: DigestSources = { policies: [policy], runs: [run], policyRegistry: '0xRegistry', catalogue: null };

describe('the meaning of a digest', () => {
  it.each([
    [`0x${hash('01')}`, 'The model policy of assistant, version 2'],
    [`sha256:${hash('02')}`, 'The dataset refuse-harmful-1'],
    [`0x${hash('03')}`, 'The id of the run of assistant v2'],
    [`sha256:${hash('04')}`, 'The job of the run of assistant v2'],
    [`0x${hash('05')}`, 'The revision that the run of assistant v2 produced'],
    [`0x${hash('06')}`, 'The evaluation report of the run of assistant v2'],
    [`0x${hash('07')}`, 'The provenance of the run of assistant v2'],
  ])('%s', (digest, what) => {
    expect(meaningOf(digest, sources)).toMatchObject({ what, proposalId: '7' });
  });

  it('is the same in both ways of writing it', () => {
    expect(meaningOf(`sha256:${hash('05').toUpperCase()}`, sources)?.runId).toBe(run.runId);
  });

  it('names the call that proves a policy', () => {
    const { check } = meaningOf(policy.digest, sources) ?? { check: [] };
    expect(check[0]).toContain('cast call 0xRegistry "digestOf(uint8,bytes32,uint32)(bytes32)" 0');
  });

  it('is not made up for a digest that is not known', () => {
    expect(meaningOf(`0x${hash('ff')}`, sources)).toBeNull();
  });

  it('knows what a draft can name before anything was adopted', () => {
    const catalogue = { bases: [{ name: 'tiny', digest: `sha256:${hash('fe')}` }], datasets: [], suites: [] };
    expect(meaningOf(`sha256:${hash('fe')}`, { ...sources, catalogue })?.what).toBe('The base model tiny');
  });
});
