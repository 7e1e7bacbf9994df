import { describe, expect, it } from '@jest/globals';
import { openArtifacts } from '../../src/artifacts/open-artifacts.js';
import { readEnv } from '../../src/config/env.js';

const basis = { DATABASE_URL: 'postgres://localhost/mandate', MANDATE_CONFIG: 'organizations.yaml' };
const open = (more: NodeJS.ProcessEnv) => openArtifacts(readEnv({ ...basis, ...more }));
const keys = { AWS_ACCESS_KEY_ID: 'somebody', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('openArtifacts', () => {
  it.each([
    {},
    { ARTIFACT_SHARED_URL: 'kubo+http://127.0.0.1:5001' },
    { ARTIFACT_SHARED_URL: 's3+https://host/bucket/folder?region=eu-central-1', ...keys },
  ])('opens %j', (more) => {
    expect(() => open(more)).not.toThrow();
  });

  it.each([
    [{ ARTIFACT_SHARED_URL: 'https://host/bucket' }, 'ARTIFACT_SHARED_URL must begin with s3+https://'],
    [{ ARTIFACT_SHARED_URL: 's3+https://host/', ...keys }, 'ARTIFACT_SHARED_URL names no bucket'],
    [{ ARTIFACT_SHARED_URL: 's3+https://host/bucket' }, 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'],
  ])('refuses %j in one sentence', (more, sentence) => {
    expect(() => open(more)).toThrow(sentence);
  });
});
