import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Delegate } from './account.js';
import type { Organization } from './organization.js';
import { type ListSource, mapPage, type Page, type PageRequest, readPage } from './page.js';

interface DelegateRow {
  account: string;
  votes: string;
  delegators_count: number;
  share_bps: number;
  votes_count: number;
}

const DELEGATES = `
  select d.account, d.votes, d.delegators_count,
         coalesce(div(d.votes * 10000, nullif((select a.votes from delegate_total a
           where a.chain_id = $1 and a.token = $2), 0)), 0)::int as share_bps,
         coalesce((select v.votes_count from voter_tally v
           where v.chain_id = d.chain_id and v.governor = $3 and v.voter = d.account), 0) as votes_count
  from delegate d
  where d.chain_id = $1 and d.token = $2 and (d.votes > 0 or d.delegators_count > 0)`;

const COUNTED = `
  select coalesce(max(delegates_count), 0)::int as count from delegate_total where chain_id = $1 and token = $2`;

/** Who speaks for whom. */
@Injectable()
export class DelegateQueries {
  constructor(private readonly db: DataSource) {}

  /** The most powerful first. */
  async page(organization: Organization, request?: PageRequest | null): Promise<Page<Delegate>> {
    const { chainId, addresses, slug } = organization;
    const list: ListSource = {
      source: DELEGATES,
      params: [chainId, addresses.token, addresses.governor],
      keys: [
        ['votes', 'numeric'],
        ['account', 'text'],
      ],
      order: 'desc',
      counted: { sql: COUNTED, params: [chainId, addresses.token] },
    };
    return mapPage(await readPage<DelegateRow>(this.db, list, request), (row) => ({
      account: { slug, address: row.account },
      votes: BigInt(row.votes),
      delegatorsCount: row.delegators_count,
      shareBps: row.share_bps,
      votesCount: row.votes_count,
    }));
  }
}
