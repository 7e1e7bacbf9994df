import { type Abi, parseAbi } from 'viem';
import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell, viewsOf } from '../view.js';

const pastView = viewsOf(
  parseAbi([
    'function getPastVotes(address account, uint256 timepoint) view returns (uint256)',
    'function getPriorVotes(address account, uint256 blockNumber) view returns (uint96)',
  ]) as Abi,
);

interface PastRow {
  account: string;
  timepoint: string;
  votes: string;
}

/**
 * Some changes of voting power, scattered by the hash of the audited block, each as it was at the end of its block (or
 * second). The clock of the votes is that of the proposals; before there are any, it is taken for blocks of a token
 * that nobody stakes.
 */
const PAST = `
  with clock as (
    select coalesce((select max(vote_start) >= 1000000000 from proposal_created where chain_id = $1 and contract = $3), $4)
      as is_timestamp
  ), change as (
    select delegate as account, block_number, block_at from delegate_votes_changed
    where chain_id = $1 and contract = $2 and block_number < $5 and block_at < $6
    order by md5($7 || delegate || block_number) limit $8
  )
  select c.account, case when is_timestamp then floor(extract(epoch from c.block_at)) else c.block_number end as timepoint,
    (select new_votes from delegate_votes_changed v
     where v.chain_id = $1 and v.contract = $2 and v.delegate = c.account
       and case when is_timestamp then v.block_at <= c.block_at else v.block_number <= c.block_number end
     order by v.block_number desc, v.log_index desc limit 1) as votes
  from change c, clock`;

/** What delegates could vote with at times past, which is what votes were weighed by. */
export class PastVotesAudit implements AuditedNoun {
  readonly name = 'past votes';

  async *checks({ organization, db, block, sample }: AuditedOrganization): AsyncIterable<Check> {
    const { token, governor, mandateToken } = organization.addresses;
    const isStaked = mandateToken !== null;
    const rows = await db.query<PastRow[]>(PAST, [
      ...[organization.chainId, token, governor, isStaked],
      ...[block.number, block.at, block.hash, sample],
    ]);
    for (const { account, timepoint, votes } of rows) {
      const views = ['getPastVotes', 'getPriorVotes'].map((name) => pastView(token, name, account, BigInt(timepoint)));
      yield { what: `account ${account} at ${timepoint}`, views, cells: [cell('votes', BigInt(votes))] };
    }
  }
}
