import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who delegates to whom, and what delegates vote with, as tables that are kept instead of views that count. */
export class Totals1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW delegate, delegation');
    for (const statement of [...tables, ...fills, ...changes]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [...undone, ...views]) await runner.query(statement);
  }
}

const tables = [
  `CREATE TABLE delegation (
    chain_id integer NOT NULL,
    token text NOT NULL,
    delegator text NOT NULL,
    delegate text NOT NULL,
    delegated_at timestamptz NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    PRIMARY KEY (chain_id, token, delegator)
  )`,
  'CREATE INDEX delegation_token_delegate_idx ON delegation (chain_id, token, delegate)',
  `CREATE TABLE delegate (
    chain_id integer NOT NULL,
    token text NOT NULL,
    account text NOT NULL,
    votes numeric(78,0) NOT NULL,
    delegators_count integer NOT NULL,
    votes_block_number bigint NOT NULL,
    votes_log_index integer NOT NULL,
    PRIMARY KEY (chain_id, token, account)
  )`,
  'CREATE INDEX delegate_token_votes_account_idx ON delegate (chain_id, token, votes, account)',
  // Those that are about to be forgotten.
  'CREATE INDEX delegate_idx ON delegate (chain_id) WHERE votes_block_number = -1 AND delegators_count = 0',
];

const fills = [
  `INSERT INTO delegation
   SELECT DISTINCT ON (chain_id, contract, delegator)
     chain_id, contract, delegator, to_delegate, block_at, block_number, log_index
   FROM delegate_changed
   ORDER BY chain_id, contract, delegator, block_number DESC, log_index DESC`,
  `INSERT INTO delegate
   SELECT chain_id, token, account, coalesce(votes, 0), coalesce(delegators_count, 0), coalesce(block_number, -1),
     coalesce(log_index, -1)
   FROM (
     SELECT DISTINCT ON (chain_id, contract, delegate)
       chain_id, contract AS token, delegate AS account, new_votes AS votes, block_number, log_index
     FROM delegate_votes_changed
     ORDER BY chain_id, contract, delegate, block_number DESC, log_index DESC
   ) weighed FULL JOIN (
     SELECT chain_id, token, delegate AS account, count(*)::int AS delegators_count
     FROM delegation
     WHERE delegate <> '0x0000000000000000000000000000000000000000'
     GROUP BY chain_id, token, delegate
   ) followed USING (chain_id, token, account)`,
];

const changes = [
  // What an account delegated to last, after a reorg.
  'DROP INDEX delegate_changed_delegator_idx',
  `CREATE INDEX delegate_changed_delegator_block_number_log_index_idx
   ON delegate_changed (chain_id, contract, delegator, block_number, log_index)`,
  // `delegation` tells who delegates to an account.
  'DROP INDEX delegate_changed_to_delegate_idx',
  // Nine votes of the greatest weight would not fit into numeric(78,0).
  `ALTER TABLE proposal_tally ALTER against TYPE numeric, ALTER for_ TYPE numeric, ALTER abstain TYPE numeric`,
  // Nobody asks for the parents of old blocks, and logs tell their block without them.
  'ALTER TABLE block DROP COLUMN parent_hash',
  'CREATE INDEX block_number_idx ON block (chain_id, number) WHERE logs_count = 0',
];

const undone = [
  'DROP INDEX block_number_idx',
  `ALTER TABLE block ADD COLUMN parent_hash text NOT NULL DEFAULT ''`,
  'ALTER TABLE block ALTER parent_hash DROP DEFAULT',
  `ALTER TABLE proposal_tally ALTER against TYPE numeric(78,0), ALTER for_ TYPE numeric(78,0),
     ALTER abstain TYPE numeric(78,0)`,
  'CREATE INDEX delegate_changed_to_delegate_idx ON delegate_changed (chain_id, contract, to_delegate)',
  'DROP INDEX delegate_changed_delegator_block_number_log_index_idx',
  'CREATE INDEX delegate_changed_delegator_idx ON delegate_changed (chain_id, contract, delegator)',
  'DROP TABLE delegate, delegation',
];

const views = [
  `CREATE VIEW delegation AS
   SELECT DISTINCT ON (chain_id, contract, delegator)
     chain_id, contract AS token, delegator, to_delegate AS delegate, block_at AS delegated_at
   FROM delegate_changed
   ORDER BY chain_id, contract, delegator, block_number DESC, log_index DESC`,
  `CREATE VIEW delegate AS
   WITH weighed AS (
     SELECT DISTINCT ON (chain_id, contract, delegate)
       chain_id, contract AS token, delegate AS account, new_votes AS votes
     FROM delegate_votes_changed
     ORDER BY chain_id, contract, delegate, block_number DESC, log_index DESC
   ), followed AS (
     SELECT chain_id, token, delegate AS account, count(*)::int AS delegators_count
     FROM delegation
     WHERE delegate <> '0x0000000000000000000000000000000000000000'
     GROUP BY chain_id, token, delegate
   )
   SELECT chain_id, token, account, coalesce(votes, 0) AS votes, coalesce(delegators_count, 0) AS delegators_count
   FROM weighed FULL JOIN followed USING (chain_id, token, account)`,
];
