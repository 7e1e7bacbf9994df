import type { Abi } from 'viem';
import { revenueAllocatorAbi } from '../../abi/RevenueAllocator.js';
import { RevenueQueries } from '../../queries/revenue.queries.js';
import { type AuditedNoun, type AuditedOrganization, eachOf } from '../audited-noun.js';
import { type Check, cell, viewsOf } from '../view.js';

const revenueView = viewsOf(revenueAllocatorAbi as Abi);

const ETHER = '0x0000000000000000000000000000000000000000';

/** Of each token: what is to be split, and what each account may still claim. */
export class RevenueAudit implements AuditedNoun {
  readonly name = 'revenue';

  async *checks({ organization, db }: AuditedOrganization): AsyncIterable<Check> {
    const { revenueAllocator: allocator, token, mandateToken } = organization.addresses;
    if (allocator === null) return;
    const queries = new RevenueQueries(db);
    // Of other tokens the transfers are not followed: what came in is known when it is split.
    const followed = new Set([ETHER, token, mandateToken]);
    for (const { token: of, received, allocated } of await queries.totals(organization)) {
      if (!followed.has(of)) continue;
      const views = [revenueView(allocator, 'pendingOf', of)];
      yield { what: `revenue in ${of}`, views, cells: [cell('to be split', received - allocated)] };
    }
    for (const { of, account, amount } of await claimablesOf(queries, organization)) {
      const views = [revenueView(allocator, 'claimableOf', of, account)];
      yield { what: `revenue of ${account} in ${of}`, views, cells: [cell('claimable', amount)] };
    }
    for (const of of await listedTokens(db, organization.chainId, allocator)) {
      yield { what: `token ${of}`, views: [revenueView(allocator, 'isListed', of)], cells: [cell('listed', true)] };
    }
  }
}

interface Claimable {
  of: string;
  account: string;
  amount: bigint;
}

/** What was split less what was paid out. */
async function claimablesOf(
  queries: RevenueQueries,
  organization: AuditedOrganization['organization'],
): Promise<Claimable[]> {
  const claimables = new Map<string, Claimable>();
  const add = (of: string, account: string, amount: bigint) => {
    const key = `${of} ${account}`;
    claimables.set(key, { of, account, amount: (claimables.get(key)?.amount ?? 0n) + amount });
  };
  for await (const { token, shares } of eachOf((request) => queries.allocations(organization, request))) {
    for (const { account, amount } of shares) add(token, account, amount);
  }
  for await (const { token, account, amount } of eachOf((request) => queries.claims(organization, request))) {
    add(token, account, -amount);
  }
  return [...claimables.values()];
}

async function listedTokens(db: AuditedOrganization['db'], chainId: number, allocator: string): Promise<string[]> {
  const rows = await db.query<{ token: string }[]>(
    'select distinct token from revenue_token_listed where chain_id = $1 and contract = $2 order by token',
    [chainId, allocator],
  );
  return rows.map(({ token }) => token);
}
