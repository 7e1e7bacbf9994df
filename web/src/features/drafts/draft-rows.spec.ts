import { describe, expect, it } from '@jest/globals';
import { descriptionOf } from './description';
import { readShares } from './revenue-draft';
import { readRows, rowsOf, type ThresholdRow } from './safety-draft';

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
    [[row()], 'rows', 'Each gate needs at least one threshold.'],
  ])('are refused when wrong (%#)', (rows, field, message) => {
    const { body, problems } = readRows(rows);
    expect(body).toBeNull();
    expect(problems[field]).toBe(message);
  });
});

describe('revenue shares', () => {
  it('have to be whole', () => {
    expect(readShares([{ account, percent: '99.99' }]).problems.sum).toContain('99.99');
    expect(readShares([{ account, percent: '100' }]).shares).toEqual([{ account, bps: 10_000 }]);
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
