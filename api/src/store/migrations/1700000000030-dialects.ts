import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How governors of other makes speak, and what only their views tell. */
export class Dialects1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE timelock_transaction, block_time, proposal_quorum, governor_dialect');
  }
}

const tables = [
  `CREATE TABLE governor_dialect (
    chain_id integer NOT NULL,
    governor text NOT NULL,
    token text NOT NULL,
    timelock_address text NOT NULL,
    family text NOT NULL,
    clock text NOT NULL,
    counting text NOT NULL,
    quorum_counts text NOT NULL,
    quorum_rule text NOT NULL,
    has_late_quorum boolean NOT NULL,
    votes text NOT NULL,
    past_votes text NOT NULL,
    timelock text NOT NULL,
    grace_period_seconds bigint,
    start_block bigint,
    proposal_threshold numeric(78,0) NOT NULL,
    quorum numeric(78,0),
    PRIMARY KEY (chain_id, governor)
  )`,
  `CREATE TABLE proposal_quorum (
    chain_id integer NOT NULL,
    governor text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    quorum numeric(78,0),
    PRIMARY KEY (chain_id, governor, proposal_id)
  )`,
  `CREATE TABLE block_time (
    chain_id integer NOT NULL,
    number bigint NOT NULL,
    block_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, number)
  )`,
  `CREATE TABLE timelock_transaction (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    operation_id text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    value numeric(78,0) NOT NULL,
    signature text NOT NULL,
    data bytea NOT NULL,
    eta_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  )`,
  'CREATE INDEX timelock_transaction_operation_id_idx ON timelock_transaction (chain_id, contract, operation_id)',
];
