import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tokens, stakes and revenue emit. */
export class Tokens1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}`);
  }
}

const tables = [
  'token_transfer',
  'token_approval',
  'delegate_changed',
  'delegate_votes_changed',
  'staked',
  'unstake_requested',
  'unstaked',
  'reward_notified',
  'reward_claimed',
  'revenue_received',
  'revenue_allocated',
  'revenue_claimed',
];

const schema = `
  CREATE TABLE token_transfer (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    "from" text NOT NULL,
    "to" text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX token_transfer_to_idx ON token_transfer (chain_id, contract, "to");
  CREATE INDEX token_transfer_from_idx ON token_transfer (chain_id, contract, "from");

  CREATE TABLE token_approval (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    owner text NOT NULL,
    spender text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX token_approval_owner_spender_idx ON token_approval (chain_id, contract, owner, spender);

  CREATE TABLE delegate_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    delegator text NOT NULL,
    from_delegate text NOT NULL,
    to_delegate text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX delegate_changed_to_delegate_idx ON delegate_changed (chain_id, contract, to_delegate);
  CREATE INDEX delegate_changed_delegator_idx ON delegate_changed (chain_id, contract, delegator);

  CREATE TABLE delegate_votes_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    delegate text NOT NULL,
    previous_votes numeric(78,0) NOT NULL,
    new_votes numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX delegate_votes_changed_delegate_block_number_log_index_idx ON delegate_votes_changed (chain_id, contract, delegate, block_number, log_index);

  CREATE TABLE staked (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    account text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX staked_account_idx ON staked (chain_id, contract, account);

  CREATE TABLE unstake_requested (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    account text NOT NULL,
    amount numeric(78,0) NOT NULL,
    cooling_amount numeric(78,0) NOT NULL,
    withdrawable_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX unstake_requested_account_idx ON unstake_requested (chain_id, contract, account);

  CREATE TABLE unstaked (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    account text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX unstaked_account_idx ON unstaked (chain_id, contract, account);

  CREATE TABLE reward_notified (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    amount numeric(78,0) NOT NULL,
    rate_per_second numeric(78,0) NOT NULL,
    period_ends_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE reward_claimed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    account text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX reward_claimed_account_idx ON reward_claimed (chain_id, contract, account);

  CREATE TABLE revenue_received (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    "from" text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE revenue_allocated (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    token text NOT NULL,
    policy_version bigint NOT NULL,
    amount numeric(78,0) NOT NULL,
    accounts text array NOT NULL,
    amounts text array NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX revenue_allocated_token_idx ON revenue_allocated (chain_id, contract, token);

  CREATE TABLE revenue_claimed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    token text NOT NULL,
    account text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX revenue_claimed_token_account_idx ON revenue_claimed (chain_id, contract, token, account);
`;
