import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountKey, Holding } from './account.js';
import { batchBy, indexBy } from './batch.js';

interface HoldingRow {
  slug: string;
  address: string;
  votes: string;
  votes_balance: string;
  mandate_balance: string | null;
  cooling_amount: string | null;
  withdrawable_at: Date | null;
  delegate: string | null;
  delegators_count: number;
}

const balanceOf = (token: string) => `(
  select coalesce((select sum(i.amount) from token_transfer i
           where i.chain_id = o.chain_id and i.contract = ${token} and i."to" = w.address), 0)
       - coalesce((select sum(i.amount) from token_transfer i
           where i.chain_id = o.chain_id and i.contract = ${token} and i."from" = w.address), 0))`;

/** Unstaking pays everything out, so only a request after the last payment is still cooling. */
const COOLING = `
  select u.cooling_amount, u.withdrawable_at from unstake_requested u
  where u.chain_id = o.chain_id and u.contract = o.token and u.account = w.address
    and not exists (select from unstaked p where p.chain_id = u.chain_id and p.contract = u.contract
      and p.account = u.account and (p.block_number, p.log_index) > (u.block_number, u.log_index))
  order by u.block_number desc, u.log_index desc limit 1`;

const HOLDINGS = `
  select o.slug, w.address, coalesce(d.votes, 0) as votes, coalesce(d.delegators_count, 0)::int as delegators_count,
         g.delegate, cooling.cooling_amount, cooling.withdrawable_at,
         ${balanceOf('o.token')} as votes_balance,
         case when o.mandate_token is not null then ${balanceOf('o.mandate_token')} end as mandate_balance
  from unnest($1::text[], $2::text[]) as w (slug, address)
  join organization o on o.slug = w.slug
  left join delegate d on d.chain_id = o.chain_id and d.token = o.token and d.account = w.address
  left join delegation g on g.chain_id = o.chain_id and g.token = o.token and g.delegator = w.address
  left join lateral (${COOLING}) cooling on true`;

const NOBODY = '0x0000000000000000000000000000000000000000';

/** Where votes are staked, the votes token is the stake; elsewhere it is the balance itself. */
function toHolding(row: HoldingRow): Holding {
  const isStaked = row.mandate_balance !== null;
  return {
    slug: row.slug,
    address: row.address,
    votes: BigInt(row.votes),
    staked: isStaked ? BigInt(row.votes_balance) : 0n,
    balance: BigInt(row.mandate_balance ?? row.votes_balance),
    cooling: BigInt(row.cooling_amount ?? 0),
    withdrawableAt: row.withdrawable_at,
    delegate: row.delegate === NOBODY ? null : row.delegate,
    delegatorsCount: row.delegators_count,
  };
}

const nameOf = (key: AccountKey) => `${key.slug} ${key.address}`;

/** What accounts hold. */
@Injectable()
export class AccountQueries {
  private readonly holdings = batchBy<AccountKey, Holding>(nameOf, async (keys) => {
    const rows = await this.db.query<HoldingRow[]>(HOLDINGS, [
      keys.map((key) => key.slug),
      keys.map((key) => key.address),
    ]);
    return indexBy(rows.map(toHolding), nameOf);
  });

  constructor(private readonly db: DataSource) {}

  /** Everybody has a holding; of an account that never moved a token it is empty. */
  async holdingOf(key: AccountKey): Promise<Holding> {
    const holding = await this.holdings.load(key);
    const empty = { votes: 0n, staked: 0n, balance: 0n, cooling: 0n, withdrawableAt: null, delegate: null };
    return holding ?? { ...key, ...empty, delegatorsCount: 0 };
  }
}
