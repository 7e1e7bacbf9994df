import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChainReaders } from '../chain/chain-readers.js';
import { Config } from '../config/config.js';
import { BlockGone, NothingToAudit } from './audit-errors.js';
import type { AuditOptions } from './audit-options.js';
import { type OnProgress, OrganizationAudit, type OrganizationReport } from './organization-audit.js';

/** How `AuditOptions` are injected. */
export const AUDIT_OPTIONS = Symbol('AuditOptions');

/** While the indexer repairs a reorg, its last block is not on the chain: it is given a moment. */
const TRIES = 4;
const REPAIR_MILLISECONDS = 1_500;

/** Compares all that is indexed with what the contracts say. */
@Injectable()
export class Audit {
  constructor(
    private readonly config: Config,
    private readonly readers: ChainReaders,
    private readonly dataSource: DataSource,
    @Inject(AUDIT_OPTIONS) private readonly options: AuditOptions,
  ) {}

  /** The slugs of the organizations that are audited. */
  get slugs(): string[] {
    const all = this.config.organizations.map(({ slug }) => slug);
    const { organization } = this.options;
    if (organization === null) return all;
    if (all.includes(organization)) return [organization];
    throw new NothingToAudit(`MANDATE_CONFIG lists no organization ${organization}; it lists ${all.join(', ')}.`);
  }

  /** Audits one organization. */
  async run(slug: string, onProgress: OnProgress = () => undefined): Promise<OrganizationReport> {
    const audit = new OrganizationAudit(this.dataSource, this.readers, this.options.sample, onProgress);
    for (let tries = 1; ; tries += 1) {
      try {
        return await audit.run(slug);
      } catch (error) {
        if (!(error instanceof BlockGone) || tries === TRIES) throw error;
        await pause(REPAIR_MILLISECONDS);
      }
    }
  }
}
