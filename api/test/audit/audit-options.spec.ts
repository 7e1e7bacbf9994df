import { describe, expect, it } from '@jest/globals';
import { readAuditOptions } from '../../src/audit/audit-options.js';

describe('the arguments of the audit', () => {
  it('may be left out', () => {
    expect(readAuditOptions([])).toEqual({ organization: null, sample: 500, watchSeconds: null });
  });

  it('name one organization, the sample and the pause', () => {
    const words = ['--watch', '60', '--organization', 'acme', '--sample', '0'];

    expect(readAuditOptions(words)).toEqual({ organization: 'acme', sample: 0, watchSeconds: 60 });
  });

  it.each([
    [['--organisation', 'acme'], '--organisation is not known: npm run audit -- '],
    [['--sample'], '--sample needs a value'],
    [['--sample', 'many'], '--sample must be a whole number of at least 0, not "many".'],
    [['--watch', '0'], '--watch must be a whole number of at least 1, not "0".'],
  ])('are refused in one sentence: %j', (words, sentence) => {
    expect(() => readAuditOptions(words)).toThrow(sentence);
  });
});
