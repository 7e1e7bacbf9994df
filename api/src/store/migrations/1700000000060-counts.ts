import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts that lists show are kept, and votes of a proposal lie in the order in which they are listed. */
export class Counts1700000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...fills, ...triggers, ...indexes]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undone) await runner.query(statement);
  }
}

const tables = [
  `CREATE TABLE voter_tally (
    chain_id integer NOT NULL,
    governor text NOT NULL,
    voter text NOT NULL,
    votes_count integer NOT NULL,
    PRIMARY KEY (chain_id, governor, voter)
  )`,
  `CREATE TABLE delegate_total (
    chain_id integer NOT NULL,
    token text NOT NULL,
    votes numeric NOT NULL,
    delegates_count integer NOT NULL,
    PRIMARY KEY (chain_id, token)
  )`,
];

const fills = [
  `INSERT INTO voter_tally
   SELECT chain_id, contract, voter, count(*)::int FROM vote_cast GROUP BY chain_id, contract, voter`,
  `INSERT INTO delegate_total
   SELECT chain_id, token, sum(votes), count(*) FILTER (WHERE votes > 0 OR delegators_count > 0)::int
   FROM delegate GROUP BY chain_id, token`,
];

const counted = (sign: '' | '-', rows: string) => `
  SELECT chain_id, token, ${sign}votes AS votes, ${sign}(votes > 0 OR delegators_count > 0)::int AS counted FROM ${rows}`;

/** A trigger, since delegates change in more than one statement, and each of them has to be counted. */
function keeping(event: 'insert' | 'update' | 'delete', change: string, tables: string): string[] {
  return [
    `CREATE FUNCTION keep_delegate_total_on_${event}() RETURNS trigger LANGUAGE plpgsql AS $body$
     BEGIN
       INSERT INTO delegate_total AS total (chain_id, token, votes, delegates_count)
       SELECT chain_id, token, sum(votes), sum(counted) FROM (${change}) change
       GROUP BY chain_id, token HAVING sum(votes) <> 0 OR sum(counted) <> 0
       ON CONFLICT (chain_id, token) DO UPDATE SET
         votes = total.votes + excluded.votes, delegates_count = total.delegates_count + excluded.delegates_count;
       DELETE FROM delegate_total WHERE votes = 0 AND delegates_count = 0;
       RETURN NULL;
     END $body$`,
    `CREATE TRIGGER delegate_total_${event} AFTER ${event} ON delegate REFERENCING ${tables}
     FOR EACH STATEMENT EXECUTE FUNCTION keep_delegate_total_on_${event}()`,
  ];
}

const triggers = [
  ...keeping('insert', counted('', 'after_it'), 'NEW TABLE AS after_it'),
  ...keeping(
    'update',
    `${counted('', 'after_it')} UNION ALL ${counted('-', 'before_it')}`,
    'OLD TABLE AS before_it NEW TABLE AS after_it',
  ),
  ...keeping('delete', counted('-', 'before_it'), 'OLD TABLE AS before_it'),
];

const indexes = [
  // A vote of one account on one proposal is among the few votes of the account.
  'DROP INDEX vote_cast_proposal_id_voter_idx',
  `CREATE INDEX vote_cast_proposal_id_block_number_log_index_idx
   ON vote_cast (chain_id, contract, proposal_id, block_number, log_index)`,
];

const undone = [
  'DROP INDEX vote_cast_proposal_id_block_number_log_index_idx',
  'CREATE INDEX vote_cast_proposal_id_voter_idx ON vote_cast (chain_id, contract, proposal_id, voter)',
  ...['insert', 'update', 'delete'].flatMap((event) => [
    `DROP TRIGGER delegate_total_${event} ON delegate`,
    `DROP FUNCTION keep_delegate_total_on_${event}()`,
  ]),
  'DROP TABLE delegate_total, voter_tally',
];
