import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Organization } from './organization.js';
import { mapPage, NEWEST_FIRST, type Page, type PageRequest, readPage } from './page.js';
import { type PositionRow, positionOf } from './position.js';
import type { Allocation, RevenueClaim, RevenueTotal } from './revenue.js';

interface AllocationRow extends PositionRow {
  token: string;
  policy_version: string;
  amount: string;
  accounts: string[];
  amounts: string[];
}

interface ClaimRow extends PositionRow {
  token: string;
  account: string;
  amount: string;
}

const toAllocation = (row: AllocationRow): Allocation => ({
  token: row.token,
  policyVersion: Number(row.policy_version),
  amount: BigInt(row.amount),
  shares: row.accounts.map((account, index) => ({ account, amount: BigInt(row.amounts[index] ?? 0) })),
  position: positionOf(row),
});

const toClaim = (row: ClaimRow): RevenueClaim => ({
  token: row.token,
  account: row.account,
  amount: BigInt(row.amount),
  position: positionOf(row),
});

/** ETH is the zero address. What came in as a token is known once the allocator splits it or its transfer is indexed. */
const TOTALS = `
  with received as (
    select '0x0000000000000000000000000000000000000000' as token, amount from revenue_received
    where chain_id = $1 and contract = $2
    union all
    select contract, amount from token_transfer where chain_id = $1 and "to" = $2
  ), allocated as (select token, amount from revenue_allocated where chain_id = $1 and contract = $2),
  claimed as (select token, amount from revenue_claimed where chain_id = $1 and contract = $2),
  tokens as (select token from received union select token from allocated union select token from claimed)
  select token,
    greatest(coalesce((select sum(amount) from received r where r.token = t.token), 0),
             coalesce((select sum(amount) from allocated a where a.token = t.token), 0)) as received,
    coalesce((select sum(amount) from allocated a where a.token = t.token), 0) as allocated,
    coalesce((select sum(amount) from claimed c where c.token = t.token), 0) as claimed
  from tokens t order by token`;

/** What came in, how it was split, what was paid out. */
@Injectable()
export class RevenueQueries {
  constructor(private readonly db: DataSource) {}

  async allocations(organization: Organization, request?: PageRequest | null): Promise<Page<Allocation>> {
    return mapPage(await this.facts<AllocationRow>('revenue_allocated', organization, request), toAllocation);
  }

  async claims(organization: Organization, request?: PageRequest | null): Promise<Page<RevenueClaim>> {
    return mapPage(await this.facts<ClaimRow>('revenue_claimed', organization, request), toClaim);
  }

  async totals(organization: Organization): Promise<RevenueTotal[]> {
    const params = [organization.chainId, organization.addresses.revenueAllocator];
    const rows = await this.db.query<{ token: string; received: string; allocated: string; claimed: string }[]>(
      TOTALS,
      params,
    );
    return rows.map((row) => ({
      token: row.token,
      received: BigInt(row.received),
      allocated: BigInt(row.allocated),
      claimed: BigInt(row.claimed),
    }));
  }

  private facts<Row extends object>(table: string, organization: Organization, request?: PageRequest | null) {
    const source = `select * from ${table} where chain_id = $1 and contract = $2`;
    const params = [organization.chainId, organization.addresses.revenueAllocator];
    return readPage<Row>(this.db, { source, params, ...NEWEST_FIRST }, request);
  }
}
