import type { DataSource } from 'typeorm';
import { queryPrepared } from '../store/prepared-query.js';
import type { ProposalState } from './proposal.js';

/** The last indexed block of a chain: its number, its time, and that in whole seconds. */
export function momentSql(chainId: string): string {
  return `
    select h.block_number as number, coalesce(b.block_at, h.head_at) as block_at,
           floor(extract(epoch from coalesce(b.block_at, h.head_at))) as second
    from chain_cursor h left join block b on b.chain_id = h.chain_id and b.number = h.block_number
    where h.chain_id = ${chainId}`;
}

/** A moment in the clock of a row of `proposal_course`. */
export const timepointSql = (course: string, second: string, number: string) =>
  `case when ${course}.is_timestamp_clock then ${second} else ${number}::numeric end`;

/** The state of a row of `proposal_course` that has the moment as `timepoint` and `now_second` beside it. */
export const stateSql = (course: string) => `case
    when ${course}.is_settled then ${course}.verdict
    when ${course}.timepoint <= ${course}.vote_start then 'PENDING'
    when ${course}.timepoint <= ${course}.deadline then coalesce(${course}.early_verdict, 'ACTIVE')
    when ${course}.verdict in ('SUCCEEDED', 'QUEUED') and ${course}.now_second >= ${course}.expired_from then 'EXPIRED'
    else ${course}.verdict end`;

const isOpen = `(r.is_timestamp_clock and r.deadline >= $3::numeric
  or not r.is_timestamp_clock and r.deadline >= $4::numeric)`;
const isOneOf = (...verdicts: string[]) => `r.verdict in (${verdicts.map((verdict) => `'${verdict}'`).join(', ')})`;
const isEarlier = (verdict: string) => `(${isOneOf(verdict)} or r.early_verdict is not null)`;

/** What holds of every course in a state, in terms that have an index: only such rows are looked at. */
const CANDIDATES: Record<ProposalState, string> = {
  PENDING: `(${isOpen} or r.vote_start > r.deadline)`,
  ACTIVE: isOpen,
  CANCELED: isEarlier('CANCELED'),
  DEFEATED: isOneOf('DEFEATED'),
  SUCCEEDED: isEarlier('SUCCEEDED'),
  QUEUED: isEarlier('QUEUED'),
  EXPIRED: isOneOf('SUCCEEDED', 'QUEUED'),
  EXECUTED: isEarlier('EXECUTED'),
};

/** The courses of a governor's proposals ($1 its chain, $2 its address) with their states, at second $3 and block $4. */
const coursesAt = (condition: string, table = 'proposal_course') => `
  select c.*, ${stateSql('c')} as state
  from (
    select r.*, ${timepointSql('r', '$3::numeric', '$4')} as timepoint, $3::numeric as now_second
    from ${table} r where r.chain_id = $1 and r.governor = $2 and ${condition}) c`;

/** How many proposals of a governor are in each state; parameters as for {@link proposalsInStateSql}. */
export const STATE_COUNTS = `select state, count(*)::int as count from (${coursesAt('true')}) p group by state`;

/**
 * What the facts alone say of a governor's proposals, past what is kept of them; parameters as for {@link STATE_COUNTS}.
 * `expires_second` is the last one in which it can be executed.
 */
export const DERIVED_COURSES = `
  select distinct on (c.proposal_id) c.proposal_id, c.state, c.deadline,
    case when q.eta_at is not null or c.timepoint > c.deadline then c.expired_from - 1 end as expires_second
  from (${coursesAt('true', 'proposal_course_derived')}) c
  left join proposal_queued q
    on q.chain_id = c.chain_id and q.contract = c.governor and q.proposal_id = c.proposal_id
  order by c.proposal_id, c.block_number desc, c.log_index desc`;

/** The proposals of a governor in a state: $1 its chain, $2 its address, $3 the second and $4 the block of now, $5 a proposer. */
export function proposalsInStateSql(state: ProposalState, hasProposer: boolean): string {
  const condition = `${CANDIDATES[state]} ${hasProposer ? 'and r.proposer = $5' : ''}`;
  return `select ${KEY} from (${coursesAt(condition)}) c where state = '${state}'`;
}

/** All proposals of a governor: $1 its chain, $2 its address, $3 a proposer. */
export const allProposalsSql = (hasProposer: boolean) => `
  select ${KEY} from proposal_course c
  where c.chain_id = $1 and c.governor = $2 ${hasProposer ? 'and c.proposer = $3' : ''}`;

const KEY = 'c.chain_id, c.governor as contract, c.proposal_id, c.block_number, c.log_index';

/** When now is, for a chain. */
export interface Moment {
  second: string;
  number: string;
}

/** The moment of the last indexed block; null before there is one. */
export async function readMoment(db: DataSource, chainId: number): Promise<Moment | null> {
  const [moment] = await queryPrepared<Moment>(db, momentSql('$1'), [chainId]);
  return moment ?? null;
}
