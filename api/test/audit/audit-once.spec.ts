import { describe, expect, it } from '@jest/globals';
import type { Audit } from '../../src/audit/audit.js';
import { StateMissing } from '../../src/audit/audit-errors.js';
import { auditOnce } from '../../src/audit/audit-once.js';
import type { OrganizationReport } from '../../src/audit/organization-audit.js';

const report = (slug: string, changes: Partial<OrganizationReport> = {}): OrganizationReport => ({
  slug,
  blockNumber: 7,
  blockHash: '0x07',
  behind: 0,
  nouns: [{ noun: 'workers', cells: 4, differ: 0 }],
  differences: [],
  ...changes,
});

/** What is printed when the audits end like this. */
async function printed(ends: Record<string, OrganizationReport | Error>) {
  const [results, meanwhile]: [string[], string[]] = [[], []];
  const audit = {
    slugs: Object.keys(ends),
    run: async (slug: string) => {
      const end = ends[slug];
      if (end instanceof Error) throw end;
      return end;
    },
  } as unknown as Audit;
  const printer = { result: (line: string) => results.push(line), progress: (line: string) => meanwhile.push(line) };
  const summary = await auditOnce(audit, { ...printer });
  return { results, meanwhile, summary };
}

describe('one audit of all organizations', () => {
  it('prints a table for each and the sums as JSON', async () => {
    const { results, summary } = await printed({ acme: report('acme'), umbrella: report('umbrella', { behind: 3 }) });

    expect(results.slice(0, 4)).toEqual([
      'acme at block 7 (0x07)',
      '                   cells  differ',
      '  workers              4       0',
      '  all                  4       0',
    ]);
    expect(results[4]).toBe('umbrella at block 7 (0x07), 3 blocks behind the head');
    expect(summary).toMatchObject({ organizations: 2, failed: 0, cells: 8, differ: 0 });
    expect(JSON.parse(results.at(-1) ?? '')).toEqual(summary);
  });

  it('says of each difference what is indexed and what the chain holds', async () => {
    const difference = { noun: 'workers', what: 'worker 0x8', cell: 'bond', indexed: '5', chain: '6' };
    const nouns = [{ noun: 'workers', cells: 4, differ: 1 }];

    const { results, summary } = await printed({ acme: report('acme', { nouns, differences: [difference] }) });

    expect(results[0]).toBe('acme: worker 0x8: bond: indexed 5, chain 6');
    expect(summary.differ).toBe(1);
  });

  it('goes on with the others when one cannot be audited, and counts it', async () => {
    const { meanwhile, summary } = await printed({
      acme: new StateMissing(1, 7, 'missing trie node'),
      umbrella: report('umbrella'),
    });

    expect(meanwhile).toEqual([new StateMissing(1, 7, 'missing trie node').message]);
    expect(summary).toMatchObject({ organizations: 1, failed: 1, cells: 4 });
  });
});
