import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is indexed and how far: organizations, blocks, cursors, and the logs that could not become rows. */
export class Chain1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}`);
  }
}

const tables = ['organization', 'block', 'chain_cursor', 'quarantined_log'];

const schema = `
  CREATE TABLE organization (
    slug text NOT NULL,
    name text NOT NULL,
    chain_id integer NOT NULL,
    governor text NOT NULL,
    token text NOT NULL,
    timelock text NOT NULL,
    policy_registry text,
    run_registry text,
    revenue_allocator text,
    mandate_token text,
    start_block bigint NOT NULL,
    indexed_number bigint,
    PRIMARY KEY (slug)
  );
  CREATE UNIQUE INDEX organization_governor_idx ON organization (chain_id, governor);

  CREATE TABLE block (
    chain_id integer NOT NULL,
    number bigint NOT NULL,
    hash text NOT NULL,
    parent_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    logs_count integer NOT NULL,
    PRIMARY KEY (chain_id, number)
  );

  CREATE TABLE chain_cursor (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    block_hash text NOT NULL,
    finalized_number bigint NOT NULL,
    head_number bigint NOT NULL,
    head_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id)
  );

  CREATE TABLE quarantined_log (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    address text NOT NULL,
    topics text array NOT NULL,
    data bytea NOT NULL,
    error text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
`;
