import { describe, expect, it } from '@jest/globals';
import { toBytes32 } from './bytes32-text';
import { readModelBody, readModerationBody, readSafetyBody } from './policy-body';

describe('policy documents', () => {
  it('reads enums by index and by name, and names from text and from bytes32', () => {
    const body = {
      training: [{ metric: 'refusal', bound: 0, valueE6: '800000' }],
      canary: [{ metric: toBytes32('errorRate'), bound: 'AtMost', valueE6: 50_000 }],
    };

    expect(readSafetyBody(body)).toEqual({
      training: [{ metric: 'refusal', bound: 'atLeast', valueE6: 800_000 }],
      canary: [{ metric: 'errorRate', bound: 'atMost', valueE6: 50_000 }],
    });
  });

  it('reads the job out of its text', () => {
    const body = { job: '{"version":1}', canaryBps: 2000, canarySeconds: 10, canaryRequests: '20' };
    expect(readModelBody(body)).toEqual({
      job: { version: 1 },
      canaryBps: 2000,
      canarySeconds: 10,
      canaryRequests: 20,
    });
  });

  it('gives null for a document of another kind', () => {
    expect(readSafetyBody({ rules: [] })).toBeNull();
    expect(readModerationBody({ rules: [{ phrase: 'x', action: 7, onOutput: false, message: '' }] })).toBeNull();
  });
});
