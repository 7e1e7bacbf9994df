import { type Abi, zeroAddress } from 'viem';
import { stakedMandateAbi } from '../../abi/StakedMandate.js';
import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell, viewsOf } from '../view.js';
import { type RewardEvent, RewardLedger } from './reward-ledger.js';

const stakeView = viewsOf(stakedMandateAbi as Abi);

/** Everything that moves rewards, in the order of the chain. */
const EVENTS = `
  select kind, account, amount, rate, ends_at, floor(extract(epoch from block_at)) as at from (
    select 'staked' as kind, "to" as account, amount, 0 as rate, null::timestamptz as ends_at, block_at, block_number, log_index
    from token_transfer where chain_id = $1 and contract = $2 and "from" = $3
    union all
    select 'unstaked', "from", amount, 0, null, block_at, block_number, log_index
    from token_transfer where chain_id = $1 and contract = $2 and "to" = $3
    union all
    select 'notified', $3, amount, rate_per_second, period_ends_at, block_at, block_number, log_index
    from reward_notified where chain_id = $1 and contract = $2
    union all
    select 'claimed', account, amount, 0, null, block_at, block_number, log_index
    from reward_claimed where chain_id = $1 and contract = $2) event
  order by block_number, log_index`;

interface EventRow {
  kind: RewardEvent['kind'];
  account: string;
  amount: string;
  rate: string;
  ends_at: Date | null;
  at: string;
}

/** What each member has earned and not taken: it follows from stakes, streams and claims together. */
export class RewardAudit implements AuditedNoun {
  readonly name = 'rewards';

  async *checks({ organization, db, block }: AuditedOrganization): AsyncIterable<Check> {
    const { token, mandateToken } = organization.addresses;
    if (mandateToken === null) return;
    const rows = await db.query<EventRow[]>(EVENTS, [organization.chainId, token, zeroAddress]);
    const ledger = new RewardLedger();
    for (const row of rows) ledger.add(eventOf(row));
    for (const [account, earned] of ledger.earnedAt(secondsOf(block.at))) {
      const views = [stakeView(token, 'earnedOf', account)];
      yield { what: `account ${account}`, views, cells: [cell('earned', earned)] };
    }
  }
}

function eventOf({ kind, account, amount, rate, ends_at, at }: EventRow): RewardEvent {
  const periodEndsAt = ends_at ? secondsOf(ends_at) : 0n;
  return { kind, account, amount: BigInt(amount), ratePerSecond: BigInt(rate), periodEndsAt, at: BigInt(at) };
}

const secondsOf = (time: Date) => BigInt(Math.floor(time.getTime() / 1000));
