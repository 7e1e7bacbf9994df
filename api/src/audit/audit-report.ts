import type { Difference } from './comparison.js';
import type { OrganizationReport } from './organization-audit.js';

/** The last line of `npm run audit`. */
export interface AuditSummary {
  /** Those that were audited. */
  organizations: number;
  /** Those that could not be audited. */
  failed: number;
  cells: number;
  differ: number;
  seconds: number;
}

/** A difference in one line: where, what, what is indexed, what the chain says. */
export function differenceLine(slug: string, { what, cell, indexed, chain }: Difference): string {
  return `${slug}: ${what}: ${cell}: indexed ${indexed}, chain ${chain}`;
}

/** One organization as a table, its differences first. */
export function reportLines(report: OrganizationReport): string[] {
  const { slug, blockNumber, blockHash, behind, nouns, differences } = report;
  const where = `${slug} at block ${blockNumber} (${blockHash})`;
  const rows = nouns.map(({ noun, cells, differ }) => rowOf(noun, cells, differ));
  const { cells, differ } = sumOf([report]);
  return [
    ...differences.map((difference) => differenceLine(slug, difference)),
    behind > 0 ? `${where}, ${behind} blocks behind the head` : where,
    rowOf('', 'cells', 'differ'),
    ...rows,
    rowOf('all', cells, differ),
  ];
}

/** The sums over all organizations. */
export function summaryOf(reports: readonly OrganizationReport[], failed: number, seconds: number): AuditSummary {
  return { organizations: reports.length, failed, ...sumOf(reports), seconds: Math.round(seconds * 1000) / 1000 };
}

function sumOf(reports: readonly OrganizationReport[]): { cells: number; differ: number } {
  const nouns = reports.flatMap((report) => report.nouns);
  const sum = (pick: 'cells' | 'differ') => nouns.reduce((total, noun) => total + noun[pick], 0);
  return { cells: sum('cells'), differ: sum('differ') };
}

const rowOf = (noun: string, cells: number | string, differ: number | string) =>
  `  ${noun.padEnd(12)} ${String(cells).padStart(9)} ${String(differ).padStart(7)}`;
