import { momentSql, stateSql, timepointSql } from './proposal-state.sql.js';
import { blockPaceSql, LAST_SECOND, timesSql } from './timepoint.sql.js';

/**
 * Proposals with everything that the governor's views would say of them at the head block. Times come without events:
 * whether a vote is open, lost or expired follows from the course that is kept of each and the time of the head block.
 * What only the views of governors of other makes tell was read when it could be told.
 *
 * `source` selects the rows of `proposal_created` that are wanted: what is derived costs something for each of them.
 */
export function proposalsSql(source: string): string {
  return `
  with placed as (${placedSql(source)}), pace as (${blockPaceSql()})
  select c.*, t.track_id, t.approval_bps, t.quorum_bps, times.*, quorum.*, outcome.*, tally.*, lifecycle.*,
         ${stateSql('c')} as state,
         case when c.expired_from is not null
                and (t.track_id is null or lifecycle.eta_at is not null or c.timepoint > c.deadline)
              then to_timestamp(least(c.expired_from - case when t.track_id is null then 0 else 1 end, ${LAST_SECOND})
                ::double precision) end as expires_at
  from placed c
  left join proposal_tracked t
    on t.chain_id = c.chain_id and t.contract = c.contract and t.proposal_id = c.proposal_id
  left join pace on pace.chain_id = c.chain_id
  cross join lateral (${timesSql()}) times
  cross join lateral (${tallySql()}) tally
  cross join lateral (${quorumSql()}) quorum
  cross join lateral (${outcomeSql()}) outcome
  cross join lateral (${lifecycleSql()}) lifecycle`;
}

/** What is shown of a proposal, and no more: a description is long, and its raw bytes are once more as many. */
const CREATED = `p.chain_id, p.contract, p.block_number, p.log_index, p.tx_hash, p.block_at, p.proposal_id, p.proposer,
           p.description, p.description_hash, p.targets, p."values", p.signatures, p.calldatas, p.vote_start`;

/** Proposals with their course, their organization, their governor's dialect, and the head in the governor's clock. */
function placedSql(source: string): string {
  return `
    select ${CREATED}, o.slug, o.token, r.is_timestamp_clock, r.deadline, r.is_settled, r.verdict, r.early_verdict,
           r.expired_from, m.number as head_number, m.block_at as now_at, m.second as now_second,
           ${timepointSql('r', 'm.second', 'm.number')} as timepoint,
           coalesce(d.quorum_counts = 'for', false) as is_quorum_of_for, d.quorum as constant_quorum
    from (${source}) p
    join organization o on o.chain_id = p.chain_id and o.governor = p.contract
    join proposal_course r
      on r.chain_id = p.chain_id and r.governor = p.contract and r.proposal_id = p.proposal_id
    cross join lateral (${momentSql('p.chain_id')}) m
    left join governor_dialect d on d.chain_id = p.chain_id and d.governor = p.contract`;
}

function tallySql(): string {
  return `
    select coalesce(max(y.for_), 0) as votes_for, coalesce(max(y.against), 0) as votes_against,
           coalesce(max(y.abstain), 0) as votes_abstain, coalesce(max(y.votes_count), 0) as voters
    from proposal_tally y
    where y.chain_id = c.chain_id and y.governor = c.contract and y.proposal_id = c.proposal_id`;
}

/** The supply of the votes token at the snapshot, or just before the head while that is yet to come. */
function supplySql(): string {
  const last = (column: string, value: string) => `
    (select s.supply from token_supply s
     where s.chain_id = c.chain_id and s.token = c.token and s.${column} <= ${value}
     order by s.${column} desc, s.block_number desc limit 1)`;
  const snapshot = 'least(c.vote_start, c.timepoint - 1)';
  return `coalesce(case when c.is_timestamp_clock then ${last('block_at', `to_timestamp(${snapshot}::double precision)`)}
    else ${last('block_number', `${snapshot}::bigint`)} end, 0)`;
}

/**
 * The greater of the track's share of the past supply and its floor. A governor without tracks says it itself: once for
 * all proposals, or for each when its snapshot has passed; until then, as for its proposal before that. Without the
 * `offset` it would be worked out twice: it is shown, and whether it is reached follows from it.
 */
function quorumSql(): string {
  return `
    select case when t.track_id is not null then greatest(div(t.quorum_bps * ${supplySql()}, 10000), t.quorum_floor)
      else coalesce(
        c.constant_quorum,
        (select q.quorum from proposal_quorum q
          where q.chain_id = c.chain_id and q.governor = c.contract and q.proposal_id = c.proposal_id),
        (select q.quorum from proposal_created p
          join proposal_quorum q on q.chain_id = p.chain_id and q.governor = p.contract and q.proposal_id = p.proposal_id
          where p.chain_id = c.chain_id and p.contract = c.contract
          order by p.vote_start desc limit 1),
        0) end as quorum
    offset 0`;
}

/** Whether the votes reach the quorum. */
function outcomeSql(): string {
  return `
    select (t.track_id is null or tally.voters > 0)
             and tally.votes_for + case when c.is_quorum_of_for then 0 else tally.votes_abstain end >= quorum.quorum
             as is_quorum_reached`;
}

/** What happened after the vote. */
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
           k.tx_hash as cancel_tx_hash, k.block_at as canceled_at
    from (select) one
    left join proposal_queued q on ${ofProposal('q')}
    left join proposal_executed e on ${ofProposal('e')}
    left join proposal_canceled k on ${ofProposal('k')}
    limit 1`;
}
