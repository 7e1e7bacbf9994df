import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../src/config/env.js';

const base = { DATABASE_URL: 'postgres://mandate@127.0.0.1/mandate', MANDATE_CONFIG: 'mandate.yaml' };

describe('the variables of the engine', () => {
  it('need nothing for the engine on this machine', () => {
    expect(readEnv(base)).toMatchObject({ EXECUTOR_ENGINE: 'local', LOCAL_ENGINE_SLOTS: 1 });
  });

  it.each([
    [{ EXECUTOR_ENGINE: 'ray' }, 'RAY_ADDRESS must be set when EXECUTOR_ENGINE is ray.'],
    [
      { EXECUTOR_ENGINE: 'ray', RAY_ADDRESS: 'http://127.0.0.1:8265' },
      'RAY_AUTH_TOKEN_FILE must be set when EXECUTOR_ENGINE is ray.',
    ],
    [{ EXECUTOR_ENGINE: 'ray', RAY_ADDRESS: 'ray://head:10001' }, 'RAY_ADDRESS must begin with http:// or https://.'],
    [
      { EXECUTOR_ENGINE: 'slurm', SLURM_REST_URL: 'http://127.0.0.1:6820', SLURM_USER: 'mandate' },
      'SLURM_TOKEN_FILE must be set when EXECUTOR_ENGINE is slurm.',
    ],
    [{ EXECUTOR_ENGINE: 'kubernetes' }, 'EXECUTOR_ENGINE must be local, ray or slurm.'],
  ])('refuse %j', (variables, sentence) => {
    expect(() => readEnv({ ...base, ...variables })).toThrow(sentence);
  });

  it('need no token for a socket', () => {
    const socket = { EXECUTOR_ENGINE: 'slurm', SLURM_REST_URL: 'unix:/run/slurmrestd.sock' };
    expect(readEnv({ ...base, ...socket }).EXECUTOR_ENGINE).toBe('slurm');
  });
});
