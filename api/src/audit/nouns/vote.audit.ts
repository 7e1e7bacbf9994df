import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell } from '../view.js';
import { governorView } from './governor-views.js';
import { whatOf } from './proposal.audit.js';

interface VoteRow {
  proposal_id: string;
  voter: string;
}

const SOME_VOTES = `
  select proposal_id, voter from vote_cast where chain_id = $1 and contract = $2
  order by md5($3 || voter || proposal_id) limit $4`;

/** What is known of a proposal must be about one that is shown: its own event may be what is lacking. */
const STRAYS = `
  select distinct proposal_id from (
    select proposal_id from proposal_tally where chain_id = $1 and governor = $2
    ${['proposal_tracked', 'proposal_queued', 'proposal_extended', 'proposal_executed', 'proposal_canceled']
      .map((fact) => `union all select proposal_id from ${fact} where chain_id = $1 and contract = $2`)
      .join('\n    ')}) known
  where not exists (select from proposal_created p
    where p.chain_id = $1 and p.contract = $2 and p.proposal_id = known.proposal_id)`;

/** That votes were cast by those who are said to have cast them, and on proposals that are known. */
export class VoteAudit implements AuditedNoun {
  readonly name = 'votes';

  async *checks({ organization, db, block, sample }: AuditedOrganization): AsyncIterable<Check> {
    const { governor } = organization.addresses;
    const place = [organization.chainId, governor];
    for (const row of await db.query<{ proposal_id: string }[]>(STRAYS, place)) {
      const proposalId = BigInt(row.proposal_id);
      const views = [governorView(governor, 'proposalSnapshot', proposalId)];
      yield { what: whatOf({ proposalId }), views, cells: [cell('snapshot', null)] };
    }
    for (const { proposal_id, voter } of await db.query<VoteRow[]>(SOME_VOTES, [...place, block.hash, sample])) {
      const proposalId = BigInt(proposal_id);
      const views = [governorView(governor, 'hasVoted', proposalId, voter)];
      const what = `vote of ${voter} on ${whatOf({ proposalId })}`;
      yield { what, views, cells: [cell('cast', true)], isOptional: true };
    }
  }
}
