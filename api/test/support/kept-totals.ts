import { expect } from '@jest/globals';
import type { DataSource } from 'typeorm';

const NOBODY = `'0x0000000000000000000000000000000000000000'`;

/** Each table that is kept beside the facts, and what the facts say that it has to hold. */
const KEPT: Record<string, string> = {
  proposal_course: `SELECT DISTINCT ON (chain_id, governor, proposal_id) chain_id, governor, proposal_id, block_number,
      log_index, proposer, is_timestamp_clock, vote_start, deadline, is_settled, verdict, early_verdict, expired_from
    FROM proposal_course_derived ORDER BY chain_id, governor, proposal_id, block_number DESC, log_index DESC`,
  token_supply: `SELECT DISTINCT chain_id, contract AS token, block_number, block_at,
      sum(CASE WHEN "from" = ${NOBODY} THEN amount ELSE 0 END - CASE WHEN "to" = ${NOBODY} THEN amount ELSE 0 END)
        OVER (PARTITION BY chain_id, contract ORDER BY block_number) AS supply
    FROM token_transfer WHERE ${NOBODY} IN ("from", "to")`,
  voter_tally: `SELECT chain_id, contract AS governor, voter, count(*)::int AS votes_count
    FROM vote_cast GROUP BY chain_id, contract, voter`,
  delegate_total: `SELECT chain_id, token, sum(votes) AS votes,
      count(*) FILTER (WHERE votes > 0 OR delegators_count > 0)::int AS delegates_count
    FROM delegate GROUP BY chain_id, token HAVING sum(votes) <> 0 OR bool_or(delegators_count > 0)`,
};

/** Every total is what its facts add up to, row by row. */
export async function expectTotalsKept(dataSource: DataSource): Promise<void> {
  for (const [table, facts] of Object.entries(KEPT)) {
    const [kept, counted] = [
      await dataSource.query<object[]>(`SELECT to_jsonb(one)::text AS row FROM ${table} one ORDER BY 1`),
      await dataSource.query<object[]>(`SELECT to_jsonb(one)::text AS row FROM (${facts}) one ORDER BY 1`),
    ];
    expect({ table, rows: kept }).toEqual({ table, rows: counted });
  }
}
