/** What is taken for the time between two blocks while nothing is known of a chain. */
const SECONDS_PER_BLOCK = 12;
/** The end of the year 9999: a time beyond it is shown as this, and does not break the list that it is in. */
export const LAST_SECOND = 253_402_300_799;
/** How far back the time between blocks is measured. */
const PACE_BLOCKS = 50_000;

/** How many seconds passed from block to block of late, for each chain. */
export function blockPaceSql(): string {
  return `
    select h.chain_id,
           coalesce(extract(epoch from newest.block_at - oldest.block_at) / nullif(newest.number - oldest.number, 0),
             ${SECONDS_PER_BLOCK})::double precision as seconds_per_block
    from chain_cursor h
    left join block newest on newest.chain_id = h.chain_id and newest.number = h.block_number
    left join lateral (
      select number, block_at from block
      where chain_id = h.chain_id and number >= h.block_number - ${PACE_BLOCKS}
      order by number limit 1) oldest on true`;
}

/**
 * The start and the end of the proposal \`c\` as times. A block that is yet to come is
 * estimated from the chain's pace, and said to be.
 */
export function timesSql(): string {
  return `
    select ${timeOf('c.vote_start', 'started')} as vote_start_at, ${timeOf('c.deadline', 'ended')} as vote_end_at,
           ${isEstimated('started')} as is_vote_start_estimated, ${isEstimated('ended')} as is_vote_end_estimated
    from (select) one
    left join block_time started on not c.is_timestamp_clock
      and started.chain_id = c.chain_id and started.number = c.vote_start
    left join block_time ended on not c.is_timestamp_clock
      and ended.chain_id = c.chain_id and ended.number = c.deadline`;
}

const isEstimated = (block: string) => `not c.is_timestamp_clock and ${block}.number is null`;

function timeOf(timepoint: string, block: string): string {
  return `case when c.is_timestamp_clock then to_timestamp(least(${timepoint}, ${LAST_SECOND})::double precision)
      else coalesce(${block}.block_at,
        to_timestamp(least(extract(epoch from c.now_at)::double precision + (${timepoint} - c.head_number)::double precision
          * coalesce(pace.seconds_per_block, ${SECONDS_PER_BLOCK}), ${LAST_SECOND}))) end`;
}
