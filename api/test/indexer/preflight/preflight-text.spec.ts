import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/chain/dialects/governor-dialect.js';
import { indexerTaskOf } from '../../../src/indexer/indexer-task.js';
import { preflightText } from '../../../src/indexer/preflight/preflight-text.js';

const supported: Finding = { capability: 'clock', verdict: 'supported', detail: 'seconds' };
const degraded: Finding = { capability: 'quorum', verdict: 'degraded', detail: 'read again' };

describe('preflightText', () => {
  it('is a line for each finding, and the verdict', () => {
    const text = preflightText({ slug: 'acme', findings: [supported, degraded], isRefused: false });

    expect(text).toBe(
      'supported  clock   seconds\ndegraded   quorum  read again\nacme: can be followed, with what is degraded\n',
    );
  });

  it.each([
    [[supported], false, 'acme: can be followed\n'],
    [[supported, degraded], true, 'acme: refused\n'],
  ])('ends with what follows', (findings, isRefused, end) => {
    expect(preflightText({ slug: 'acme', findings, isRefused }).endsWith(end)).toBe(true);
  });
});

describe('indexerTaskOf', () => {
  it.each([
    [[], { kind: 'follow' }],
    [['--until-head'], { kind: 'untilHead' }],
    [['--preflight', 'acme'], { kind: 'preflight', slug: 'acme' }],
    [['--forget', 'acme'], { kind: 'forget', slug: 'acme' }],
  ])('understands %j', (args, task) => {
    expect(indexerTaskOf(args)).toEqual(task);
  });

  it.each([[['--preflight']], [['--until-head', 'acme']], [['--forget', 'a', 'b']], [['acme']]])(
    'refuses %j',
    (args) => {
      expect(() => indexerTaskOf(args)).toThrow(/is not understood/);
    },
  );
});
