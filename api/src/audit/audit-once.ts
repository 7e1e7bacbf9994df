import type { Audit } from './audit.js';
import { type AuditSummary, reportLines, summaryOf } from './audit-report.js';
import type { OrganizationReport } from './organization-audit.js';

const PROGRESS_MILLISECONDS = 5_000;

/** Where lines go: results, and what is said meanwhile. */
export interface Printer {
  result(line: string): void;
  progress(line: string): void;
}

/**
 * Audits every organization once and prints what came of it, one line of JSON last. One that cannot be audited does not
 * keep the others from it.
 */
export async function auditOnce(audit: Audit, printer: Printer): Promise<AuditSummary> {
  const startedAt = performance.now();
  let saidAt = startedAt;
  let failed = 0;
  const onProgress = (slug: string, noun: string, cells: number) => {
    if (performance.now() - saidAt < PROGRESS_MILLISECONDS) return;
    saidAt = performance.now();
    printer.progress(`${slug}: ${noun}: ${cells} cells compared so far`);
  };

  const reports: OrganizationReport[] = [];
  for (const slug of audit.slugs) {
    try {
      const report = await audit.run(slug, onProgress);
      reports.push(report);
      for (const line of reportLines(report)) printer.result(line);
    } catch (error) {
      failed += 1;
      printer.progress((error as Error).message);
    }
  }
  const summary = summaryOf(reports, failed, (performance.now() - startedAt) / 1000);
  printer.result(JSON.stringify(summary));
  return summary;
}
