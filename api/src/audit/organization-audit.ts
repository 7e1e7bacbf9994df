import type { DataSource } from 'typeorm';
import type { ChainReaders } from '../chain/chain-readers.js';
import type { ChainHead, Organization } from '../queries/organization.js';
import { OrganizationQueries } from '../queries/organization.queries.js';
import { NothingToAudit } from './audit-errors.js';
import type { AuditedNoun, AuditedOrganization } from './audited-noun.js';
import { auditedNouns } from './audited-nouns.js';
import { compare, type Difference, type Lacking } from './comparison.js';
import { inSnapshot } from './index-snapshot.js';
import { PinnedViews } from './pinned-views.js';
import type { Check } from './view.js';

/** How many things of one kind were compared, and how many differ. */
export interface NounReport {
  noun: string;
  cells: number;
  differ: number;
}

/** What came of the audit of one organization. */
export interface OrganizationReport {
  slug: string;
  blockNumber: number;
  blockHash: string;
  /** Blocks that the index lacks until the chain's head, as far as the indexer knows. */
  behind: number;
  nouns: NounReport[];
  differences: (Difference & { noun: string })[];
}

/** Told now and then during a long audit. */
export type OnProgress = (slug: string, noun: string, cells: number) => void;

/** That many checks are asked for together. */
const CHECKS_AT_ONCE = 1_000;

/** Audits one organization: its rows at one moment, the contracts at the block that the rows are at. */
export class OrganizationAudit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readers: ChainReaders,
    private readonly sample: number,
    private readonly onProgress: OnProgress,
  ) {}

  run(slug: string): Promise<OrganizationReport> {
    return inSnapshot(this.dataSource, async (db) => {
      const { organization, head, behind } = await indexedOrganization(db, slug);
      const block = { number: head.blockNumber, hash: head.blockHash, at: head.blockAt };
      const views = await PinnedViews.at(this.readers.of(organization.chainId), block);
      const report: OrganizationReport = {
        ...{ slug, blockNumber: block.number, blockHash: block.hash, behind },
        ...{ nouns: [], differences: [] },
      };
      const source = { views, lacking: new Set<string>() };
      for (const noun of auditedNouns) {
        await this.auditNoun(noun, { organization, db, block, sample: this.sample }, source, report);
      }
      await views.finish();
      return report;
    });
  }

  private async auditNoun(
    noun: AuditedNoun,
    audited: AuditedOrganization,
    source: { views: PinnedViews; lacking: Lacking },
    report: OrganizationReport,
  ): Promise<void> {
    const total: NounReport = { noun: noun.name, cells: 0, differ: 0 };
    for await (const checks of inChunks(noun.checks(audited))) {
      const { cells, differences } = await compare(checks, source.views, source.lacking);
      total.cells += cells;
      total.differ += differences.length;
      report.differences.push(...differences.map((difference) => ({ noun: noun.name, ...difference })));
      this.onProgress(report.slug, noun.name, total.cells);
    }
    if (total.cells > 0) report.nouns.push(total);
  }
}

/** What is indexed of it, and up to where. */
async function indexedOrganization(
  db: DataSource,
  slug: string,
): Promise<{ organization: Organization; head: ChainHead; behind: number }> {
  const queries = new OrganizationQueries(db);
  const organization = await queries.bySlug(slug);
  const head = organization && (await queries.head(organization.chainId));
  if (!organization || !head) throw new NothingToAudit(`${slug}: nothing is indexed yet; run npm run indexer first.`);
  const [row] = await db.query<{ level: boolean; indexed: string | null; head: string }[]>(
    `select coalesce(o.indexed_number, -1) >= h.block_number as level, o.indexed_number as indexed, h.head_number as head
     from organization o join chain_cursor h on h.chain_id = o.chain_id where o.slug = $1`,
    [slug],
  );
  if (!row?.level) {
    throw new NothingToAudit(
      `${slug}: its past is still being indexed (block ${row?.indexed ?? 'none'} of ${head.blockNumber}); audit it when the indexer has caught up.`,
    );
  }
  return { organization, head, behind: Math.max(0, Number(row.head) - head.blockNumber) };
}

async function* inChunks(checks: AsyncIterable<Check>): AsyncIterable<Check[]> {
  let chunk: Check[] = [];
  for await (const check of checks) {
    chunk.push(check);
    if (chunk.length < CHECKS_AT_ONCE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
