import { blockPaceSql, timesSql } from './timepoint.sql.js';

/**
 * Proposals with everything that the governor's views would say of them at the head block. Times come without events:
 * whether a vote is open, lost or expired follows from the facts and the time of the head block. What only the views of
 * governors of other makes tell was read when it could be told.
 *
 * `source` selects the rows of `proposal_created` that are wanted: what is derived costs something for each of them.
 */
export function proposalsSql(source: string): string {
  return `
  with placed as (${placedSql(source)}), supply as (${supplySql()}), pace as (${blockPaceSql()})
  select c.*, t.track_id, t.approval_bps, t.quorum_bps, times.*, quorum.*, outcome.*, tally.*, lifecycle.*, expiry.*,
         ${stateSql()} as state
  from placed c
  join supply on supply.chain_id = c.chain_id and supply.contract = c.contract and supply.proposal_id = c.proposal_id
  left join proposal_tracked t
    on t.chain_id = c.chain_id and t.contract = c.contract and t.proposal_id = c.proposal_id
  left join pace on pace.chain_id = c.chain_id
  cross join lateral (${timesSql()}) times
  cross join lateral (${tallySql()}) tally
  cross join lateral (${quorumSql()}) quorum
  cross join lateral (${outcomeSql()}) outcome
  cross join lateral (${lifecycleSql()}) lifecycle
  cross join lateral (${expirySql()}) expiry`;
}

/**
 * Proposals with their organization, their governor's dialect, and the head in the governor's clock. Where nobody looked
 * at the governor, its clock shows by itself: no chain has a billion blocks yet and no block is from before 2001.
 */
function placedSql(source: string): string {
  return `
    select p.*, o.slug, o.token, o.timelock, h.block_number as head_number,
           coalesce(b.block_at, h.head_at) as now_at, clock.is_timestamp_clock,
           case when clock.is_timestamp_clock then floor(extract(epoch from coalesce(b.block_at, h.head_at)))
                else h.block_number end::numeric as timepoint,
           coalesce(d.family in ('bravo', 'alpha'), false) as is_compound,
           coalesce(d.quorum_counts = 'for', false) as is_quorum_of_for,
           d.quorum as constant_quorum, d.grace_period_seconds
    from (${source}) p
    join organization o on o.chain_id = p.chain_id and o.governor = p.contract
    join chain_cursor h on h.chain_id = p.chain_id
    left join block b on b.chain_id = h.chain_id and b.number = h.block_number
    left join governor_dialect d on d.chain_id = p.chain_id and d.governor = p.contract
    cross join lateral (
      select coalesce(d.clock = 'timestamp', p.vote_start >= 1000000000) as is_timestamp_clock) clock`;
}

/**
 * For each proposal the supply of the votes token at its snapshot, or just before the head while that is yet to come:
 * what was minted until then less what was burnt. One walk along the clock, that proposals and transfers share.
 */
function supplySql(): string {
  const nobody = `'0x0000000000000000000000000000000000000000'`;
  const transfers = (side: string, sign: string) => `
      select m.chain_id, m.contract as token, k.is_timestamp_clock, null, null::numeric,
             case when k.is_timestamp_clock then extract(epoch from m.block_at) else m.block_number end, 0, ${sign}m.amount
      from (select distinct chain_id, token, is_timestamp_clock from placed) k
      join token_transfer m on m.chain_id = k.chain_id and m.contract = k.token and m."${side}" = ${nobody}`;
  return `
    select chain_id, contract, proposal_id, total from (
      select chain_id, contract, proposal_id,
             sum(amount) over (partition by chain_id, token, is_timestamp_clock order by timepoint, place) as total
      from (
        select chain_id, token, is_timestamp_clock, contract, proposal_id, least(vote_start, timepoint - 1) as timepoint,
               1 as place, 0::numeric as amount from placed
        union all ${transfers('from', '')}
        union all ${transfers('to', '-')}) walk) step
    where proposal_id is not null`;
}

function tallySql(): string {
  return `
    select coalesce(max(y.for_), 0) as votes_for, coalesce(max(y.against), 0) as votes_against,
           coalesce(max(y.abstain), 0) as votes_abstain, coalesce(max(y.votes_count), 0) as voters
    from proposal_tally y
    where y.chain_id = c.chain_id and y.governor = c.contract and y.proposal_id = c.proposal_id`;
}

/**
 * The greater of the track's share of the past supply and its floor. A governor without tracks says it itself: once for
 * all proposals, or for each when its snapshot has passed; until then, as for its proposal before that.
 */
function quorumSql(): string {
  return `
    select case when t.track_id is not null then greatest(div(t.quorum_bps * supply.total, 10000), t.quorum_floor)
      else coalesce(
        c.constant_quorum,
        (select q.quorum from proposal_quorum q
          where q.chain_id = c.chain_id and q.governor = c.contract and q.proposal_id = c.proposal_id),
        (select q.quorum from proposal_created p
          join proposal_quorum q on q.chain_id = p.chain_id and q.governor = p.contract and q.proposal_id = p.proposal_id
          where p.chain_id = c.chain_id and p.contract = c.contract
          order by p.vote_start desc limit 1),
        0) end as quorum`;
}

/** Whether the votes reach the quorum and the approval. Governors without tracks ask for more votes for than against. */
function outcomeSql(): string {
  return `
    select (t.track_id is null or tally.voters > 0)
             and tally.votes_for + case when c.is_quorum_of_for then 0 else tally.votes_abstain end >= quorum.quorum
             as is_quorum_reached,
           case when t.track_id is null then tally.votes_for > tally.votes_against
                else tally.votes_for * 10000 > t.approval_bps * (tally.votes_for + tally.votes_against)
           end as is_approved`;
}

/** What happened after the vote, on the governor and on its timelock. */
function lifecycleSql(): string {
  const ofProposal = (fact: string) =>
    `${fact}.chain_id = c.chain_id and ${fact}.contract = c.contract and ${fact}.proposal_id = c.proposal_id`;
  return `
    select q.eta_at, q.tx_hash as queue_tx_hash, q.block_at as queued_at,
           e.tx_hash as execute_tx_hash, e.block_at as executed_at,
           e.block_number as execute_block_number, e.log_index as execute_log_index,
           -- Its logs begin after those of the execution before it in the same block, if there was one.
           (select coalesce(max(p.log_index) + 1, 0) from proposal_executed p
             where p.chain_id = e.chain_id and p.contract = e.contract
               and p.block_number = e.block_number and p.log_index < e.log_index) as execute_from_index,
           k.tx_hash as cancel_tx_hash, k.block_at as canceled_at,
           exists (select from call_cancelled z where z.chain_id = c.chain_id and z.contract = c.timelock
                     and z.operation_id = op.operation_id) as is_operation_canceled,
           exists (select from call_executed z where z.chain_id = c.chain_id and z.contract = c.timelock
                     and z.operation_id = op.operation_id) as is_operation_done
    from (select) one
    left join proposal_queued q on ${ofProposal('q')}
    left join proposal_executed e on ${ofProposal('e')}
    left join proposal_canceled k on ${ofProposal('k')}
    left join lateral (
      -- The timelock's operation of this proposal: the one scheduled last before the governor said that it is queued.
      select s.operation_id from call_scheduled s
      where s.chain_id = c.chain_id and s.contract = c.timelock
        and s.block_number = q.block_number and s.tx_hash = q.tx_hash and s.log_index < q.log_index
      order by s.log_index desc limit 1) op on true
    limit 1`;
}

/**
 * When the proposal can no longer be executed: by its track, or by the grace of a Compound timelock; null where neither
 * is known, or whether it succeeds.
 */
function expirySql(): string {
  return `
    select case when t.track_id is null
                then case when lifecycle.executed_at is null and lifecycle.canceled_at is null
                     then lifecycle.eta_at + c.grace_period_seconds * interval '1 second' end
                when lifecycle.canceled_at is not null or lifecycle.is_operation_canceled then null
                when lifecycle.eta_at is not null then lifecycle.eta_at + t.expiry_seconds * interval '1 second'
                when c.timepoint > times.deadline and outcome.is_quorum_reached and outcome.is_approved
                then times.vote_end_at + t.expiry_seconds * interval '1 second'
           end as expires_at`;
}

/** In the order in which each make of governor asks. Compound's ask whether a vote was lost before they ask what was done. */
function stateSql(): string {
  return `case
    when lifecycle.executed_at is not null and not c.is_compound then 'EXECUTED'
    when lifecycle.canceled_at is not null then 'CANCELED'
    when c.timepoint <= c.vote_start then 'PENDING'
    when c.timepoint <= times.deadline then 'ACTIVE'
    when (lifecycle.queued_at is null or t.track_id is null)
      and not (outcome.is_quorum_reached and outcome.is_approved) then 'DEFEATED'
    when lifecycle.is_operation_done or lifecycle.executed_at is not null then 'EXECUTED'
    when lifecycle.is_operation_canceled then 'CANCELED'
    when c.now_at > expiry.expires_at or (t.track_id is null and c.now_at = expiry.expires_at) then 'EXPIRED'
    when lifecycle.queued_at is not null then 'QUEUED'
    else 'SUCCEEDED' end`;
}
