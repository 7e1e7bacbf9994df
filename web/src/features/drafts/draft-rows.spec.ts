import { describe, expect, it } from '@jest/globals';
import { descriptionOf } from './description';
import { problemsOf } from './moderation-draft';
import { readShares } from './revenue-draft';
import { readRows, rowsOf, type ThresholdRow, unmeasured } from './threshold-row';

const account = '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0';
const row = (part: Partial<ThresholdRow> = {}): ThresholdRow => ({
  stage: 'training',
  metric: 'refusal',
  bound: 'atLeast',
  value: '0.9',
  ...part,
});
const canary = row({ stage: 'canary', metric: 'errorRate', bound: 'atMost', value: '0.05' });

describe('threshold rows', () => {
  it('are read into the policy they describe, and back', () => {
    const rows = [row(), canary];
    const { body } = readRows(rows);
    expect(body?.training).toEqual([{ metric: 'refusal', bound: 'atLeast', valueE6: 900_000 }]);
    expect(body && rowsOf(body)).toEqual(rows);
  });

  it.each([
    [[row({ metric: '' }), canary], '0.metric', '1 to 32 ASCII characters, no spaces.'],
    [[row(), row(), canary], '1.metric', 'Named twice.'],
    [[row({ value: 'NaN' }), canary], '0.value', 'A number with at most 6 decimals.'],
    [[row({ value: '0' }), canary], '0.value', 'At least 0 is always met: raise it, or remove the row.'],
    [[row({ value: '1000000.1' }), canary], '0.value', 'At most 1000000.'],
    [
      [...Array.from({ length: 17 }, (_, at) => row({ metric: `m${at}` })), canary],
      'rows',
      'At most 16 thresholds at each gate.',
    ],
    [[row()], 'rows', 'Each gate needs at least one threshold.'],
  ])('are refused when wrong (%#)', (rows, field, message) => {
    const { body, problems } = readRows(rows);
    expect(body).toBeNull();
    expect(problems[field]).toBe(message);
  });
});

describe('metrics', () => {
  it('that nothing measures are named', () => {
    const { body } = readRows([row(), row({ metric: 'refusl' }), canary, { ...canary, metric: 'errors' }]);
    expect(body && unmeasured(body, [{ metrics: ['refusal'] }])).toEqual(['refusl', 'errors']);
  });
});

describe('moderation rules', () => {
  const rule = (phrase: string) => ({ phrase, action: 'block' as const, onOutput: false, message: 'No.' });

  it.each(['', '  ', '\u200b\u200b', '***'])('need a phrase that can be found (%j)', (phrase) => {
    expect(problemsOf([rule(phrase)])['0.phrase']).toBe('A rule needs a phrase with a letter or a digit.');
  });

  it('name a phrase once', () => {
    expect(problemsOf([rule('Sea'), rule('sea ')])['1.phrase']).toBe('Another rule has this phrase.');
    expect(problemsOf([rule('sea'), rule('海')])).toEqual({});
  });
});

describe('revenue shares', () => {
  it('have to be whole', () => {
    expect(readShares([{ account, percent: '99.99' }]).problems.sum).toContain('99.99');
    expect(readShares([{ account, percent: '100' }]).shares).toEqual([{ account, bps: 10_000 }]);
  });

  it('go to each account once', () => {
    const rows = [account, account.toLowerCase()].map((to) => ({ account: to, percent: '50' }));
    expect(readShares(rows).problems['1.account']).toBe('Named twice.');
  });

  it('go to whole addresses only', () => {
    expect(readShares([{ account: '0x12', percent: '100' }]).problems['0.account']).toContain('whole address');
    expect(readShares([{ account: `0x${'0'.repeat(40)}`, percent: '100' }]).shares).toBeNull();
  });
});

describe('the description of a proposal', () => {
  it('ends with its proposer and nothing after it', () => {
    const lower = account.toLowerCase() as `0x${string}`;
    expect(descriptionOf(' Title ', '', lower)).toBe(`# Title\n\n#proposer=${account}`);
  });
});
