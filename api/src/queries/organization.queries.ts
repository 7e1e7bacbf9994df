import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { queryPrepared } from '../store/prepared-query.js';
import { batchBy, indexBy } from './batch.js';
import type { Addresses, ChainHead, Organization } from './organization.js';
import { type ListSource, mapPage, type Page, type PageRequest, readPage } from './page.js';

interface OrganizationRow {
  slug: string;
  name: string;
  chain_id: number;
  governor: string;
  token: string;
  timelock: string;
  mandate_token: string | null;
  policy_registry: string | null;
  run_registry: string | null;
  revenue_allocator: string | null;
}

function toAddresses(row: OrganizationRow): Addresses {
  return {
    governor: row.governor,
    token: row.token,
    timelock: row.timelock,
    mandateToken: row.mandate_token,
    policyRegistry: row.policy_registry,
    runRegistry: row.run_registry,
    revenueAllocator: row.revenue_allocator,
  };
}

function toOrganization(row: OrganizationRow): Organization {
  return { id: row.slug, slug: row.slug, name: row.name, chainId: row.chain_id, addresses: toAddresses(row) };
}

const BY_SLUGS = 'select * from organization where slug = any($1::text[])';

/** The organizations that are followed. */
@Injectable()
export class OrganizationQueries {
  private readonly loaded = batchBy<string, Organization>(
    (slug) => slug,
    async (slugs) => {
      const rows = await queryPrepared<OrganizationRow>(this.db, BY_SLUGS, [slugs]);
      return indexBy(rows.map(toOrganization), (organization) => organization.slug);
    },
  );

  constructor(private readonly db: DataSource) {}

  /** Null for a text that cannot be a slug, too: PostgreSQL takes no NUL. */
  async bySlug(slug: string): Promise<Organization | null> {
    if (slug.includes('\0')) return null;
    return this.loaded.load(slug);
  }

  /** The organization that an answer speaks of: it exists, since rows of it do. */
  async getBySlug(slug: string): Promise<Organization> {
    const organization = await this.bySlug(slug);
    if (!organization) throw new UnknownOrganization(slug);
    return organization;
  }

  /** The organization with this governor. */
  async byGovernor(chainId: number, governor: string): Promise<Organization | null> {
    const rows = await this.db.query<OrganizationRow[]>(
      'select * from organization where chain_id = $1 and governor = $2',
      [chainId, governor],
    );
    return rows[0] ? toOrganization(rows[0]) : null;
  }

  /** Every slug; organizations are as many as the configuration lists. */
  async slugs(): Promise<string[]> {
    const rows = await this.db.query<{ slug: string }[]>('select slug from organization order by slug');
    return rows.map((row) => row.slug);
  }

  async page(request?: PageRequest | null): Promise<Page<Organization>> {
    const list: ListSource = {
      source: 'select * from organization',
      params: [],
      keys: [['slug', 'text']],
      order: 'asc',
    };
    return mapPage(await readPage<OrganizationRow>(this.db, list, request), toOrganization);
  }

  /** Null until the chain was followed for the first time. */
  async head(chainId: number): Promise<ChainHead | null> {
    const rows = await this.db.query<
      { block_number: string; block_hash: string; block_at: Date; finalized_number: string }[]
    >(
      `select h.block_number, h.block_hash, h.finalized_number, coalesce(b.block_at, h.head_at) as block_at
       from chain_cursor h left join block b on b.chain_id = h.chain_id and b.number = h.block_number
       where h.chain_id = $1`,
      [chainId],
    );
    const row = rows[0];
    if (!row) return null;
    return {
      blockNumber: Number(row.block_number),
      blockHash: row.block_hash,
      blockAt: row.block_at,
      finalizedNumber: Number(row.finalized_number),
    };
  }
}

/** No organization has this slug. */
export class UnknownOrganization extends Error {
  constructor(slug: string) {
    super(`No organization is called ${JSON.stringify(slug)}.`);
  }
}
