import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Health } from '../health/health.js';
import { AUDIT_OPTIONS, Audit } from './audit.js';
import type { AuditOptions } from './audit-options.js';
import { differenceLine } from './audit-report.js';
import type { OrganizationReport } from './organization-audit.js';

/** Audits again and again until the process ends: differences are logged, counted, and make the process unready. */
@Injectable()
export class AuditLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('audit');
  private readonly stopping = new AbortController();
  private readonly reasons = new Map<string, string | null>();
  private loop: Promise<void> | null = null;

  constructor(
    private readonly audit: Audit,
    private readonly health: Health,
    @Inject(AUDIT_OPTIONS) private readonly options: AuditOptions,
  ) {}

  onApplicationBootstrap(): void {
    for (const slug of this.audit.slugs) {
      this.reasons.set(slug, 'has not been audited yet');
      this.health.addCheck(slug, () => this.reasons.get(slug) ?? null);
    }
    this.loop = this.watch();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      for (const slug of this.reasons.keys()) {
        if (!signal.aborted) this.reasons.set(slug, await this.look(slug));
      }
      await pause((this.options.watchSeconds ?? 1) * 1000, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Why the organization is not as the chain says; null when it is. */
  private async look(slug: string): Promise<string | null> {
    const labels = { organization: slug };
    try {
      const report = await this.audit.run(slug);
      this.tell(report);
      const { length } = report.differences;
      return length === 0 ? null : `${length} cells differ from the chain at block ${report.blockNumber}`;
    } catch (error) {
      this.health.count('mandate_audit_failures_total', 'Audits that could not be made.', 1, labels);
      this.logger.warn((error as Error).message);
      return `could not be audited: ${(error as Error).message}`;
    }
  }

  private tell({ slug, nouns, differences, blockNumber }: OrganizationReport): void {
    const labels = { organization: slug };
    for (const { noun, cells, differ } of nouns) {
      const of = { ...labels, noun };
      this.health.gauge('mandate_audit_cells', 'Cells compared with the contracts in the last audit.', cells, of);
      this.health.gauge('mandate_audit_differences', 'Cells of the last audit that differ.', differ, of);
    }
    this.health.gauge('mandate_audit_block_number', 'The block of the last audit.', blockNumber, labels);
    this.health.gauge('mandate_audit_timestamp_seconds', 'When the last audit ended.', Date.now() / 1000, labels);
    for (const difference of differences) this.logger.error(differenceLine(slug, difference));
    const cells = nouns.reduce((sum, noun) => sum + noun.cells, 0);
    this.logger.log(`${slug}: ${cells} cells at block ${blockNumber}, ${differences.length} differ`);
  }
}
