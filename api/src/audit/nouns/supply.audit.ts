import { zeroAddress } from 'viem';
import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell } from '../view.js';
import { tokenView } from './account.audit.js';

const SUPPLY = `
  select coalesce(sum(case when "from" = $3 then amount else 0 end), 0)
       - coalesce(sum(case when "to" = $3 then amount else 0 end), 0) as supply
  from token_transfer where chain_id = $1 and contract = $2 and $3 in ("from", "to")`;

/** What was minted less what was burnt: quorums are made of it, and it tells of transfers of accounts nobody knows. */
export class SupplyAudit implements AuditedNoun {
  readonly name = 'supplies';

  async *checks({ organization, db }: AuditedOrganization): AsyncIterable<Check> {
    const { token, mandateToken } = organization.addresses;
    for (const address of [token, mandateToken]) {
      if (address === null) continue;
      const rows = await db.query<{ supply: string }[]>(SUPPLY, [organization.chainId, address, zeroAddress]);
      const cells = [cell('total supply', BigInt(rows[0]?.supply ?? 0))];
      // Tokens of other makes, ERC-721 among them, need not tell how many there are.
      const isOptional = mandateToken === null;
      yield { what: `token ${address}`, views: [tokenView(address, 'totalSupply')], cells, isOptional };
    }
  }
}
