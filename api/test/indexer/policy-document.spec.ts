import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, type Hex, parseAbiParameters, stringToHex } from 'viem';
import { bodyOf } from '../../src/indexer/policy-document.js';

const ALICE = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const name = (text: string) => stringToHex(text, { size: 32 });
const encode = (types: string, ...values: unknown[]) =>
  encodeAbiParameters(parseAbiParameters([types] as never) as never, [values] as never) as Hex;

describe('bodyOf', () => {
  it('gives a model policy its names, and the job as it was adopted', () => {
    const document = encode('(bytes32, string, uint16, uint32, uint32)', name('assistant'), '{"seed":1}', 1000, 60, 20);

    expect(bodyOf(0, document)).toEqual({
      subject: 'assistant',
      job: '{"seed":1}',
      canaryBps: 1000,
      canarySeconds: 60,
      canaryRequests: 20,
    });
  });

  it('gives thresholds as decimal strings', () => {
    const training = [[name('refusal'), 0, 800_000n]];
    const canary = [[name('errorRate'), 1, 2n ** 64n - 1n]];
    const document = encode(
      '(bytes32, (bytes32,uint8,uint64)[], (bytes32,uint8,uint64)[])',
      name('assistant'),
      training,
      canary,
    );

    expect(bodyOf(1, document)).toEqual({
      subject: 'assistant',
      training: [{ metric: 'refusal', bound: 0, valueE6: '800000' }],
      canary: [{ metric: 'errorRate', bound: 1, valueE6: '18446744073709551615' }],
    });
  });

  it('replaces the NUL of a moderation phrase, which jsonb cannot hold', () => {
    const document = encode('(bytes32, (string,uint8,bool,string)[])', name('assistant'), [['a\0b', 1, true, 'no']]);

    expect(bodyOf(2, document)).toEqual({
      subject: 'assistant',
      rules: [{ phrase: 'a\uFFFDb', action: 1, onOutput: true, message: 'no' }],
    });
  });

  it('decodes access tiers and revenue shares', () => {
    const access = encode('(bytes32, (uint96,uint32,uint32)[])', name('mandate'), [[10n ** 21n, 600, 512]]);
    const revenue = encode('(bytes32, (address,uint16)[])', name('mandate'), [[ALICE, 10_000]]);

    expect(bodyOf(3, access)).toEqual({
      subject: 'mandate',
      tiers: [{ minimumStake: '1000000000000000000000', requestsPerMinute: 600, contextTokens: 512 }],
    });
    expect(bodyOf(4, revenue)).toEqual({ subject: 'mandate', shares: [{ account: ALICE, bps: 10_000 }] });
  });

  it('is null for a document that its kind does not promise', () => {
    expect(bodyOf(1, '0x1234')).toBeNull();
    expect(bodyOf(9, '0x')).toBeNull();
  });
});
