import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What governors and timelocks emit. */
export class Governor1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}`);
  }
}

const tables = [
  'proposal_created',
  'proposal_tracked',
  'proposal_queued',
  'proposal_executed',
  'proposal_canceled',
  'proposal_extended',
  'vote_cast',
  'proposal_tally',
  'track_set',
  'track_routed',
  'guardian_set',
  'proposal_threshold_set',
  'governor_setting_changed',
  'timelock_changed',
  'call_scheduled',
  'call_executed',
  'call_salt',
  'call_cancelled',
  'min_delay_changed',
  'role_changed',
  'role_admin_changed',
  'ownership_transferred',
  'eip712_domain_changed',
];

const schema = `
  CREATE TABLE proposal_created (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    proposer text NOT NULL,
    targets text array NOT NULL,
    "values" text array NOT NULL,
    signatures text array NOT NULL,
    calldatas bytea array NOT NULL,
    vote_start numeric(78,0) NOT NULL,
    vote_end numeric(78,0) NOT NULL,
    description_raw bytea NOT NULL,
    description text NOT NULL,
    description_hash text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX proposal_created_proposer_idx ON proposal_created (chain_id, contract, proposer);
  CREATE INDEX proposal_created_proposal_id_idx ON proposal_created (chain_id, contract, proposal_id);

  CREATE TABLE proposal_tracked (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    track_id integer NOT NULL,
    voting_delay_seconds bigint NOT NULL,
    voting_period_seconds bigint NOT NULL,
    timelock_delay_seconds bigint NOT NULL,
    expiry_seconds bigint NOT NULL,
    quorum_bps integer NOT NULL,
    approval_bps integer NOT NULL,
    quorum_floor numeric(78,0) NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    codehashes text array NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX proposal_tracked_proposal_id_idx ON proposal_tracked (chain_id, contract, proposal_id);

  CREATE TABLE proposal_queued (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    eta_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX proposal_queued_proposal_id_idx ON proposal_queued (chain_id, contract, proposal_id);

  CREATE TABLE proposal_executed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX proposal_executed_proposal_id_idx ON proposal_executed (chain_id, contract, proposal_id);

  CREATE TABLE proposal_canceled (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX proposal_canceled_proposal_id_idx ON proposal_canceled (chain_id, contract, proposal_id);

  CREATE TABLE proposal_extended (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    extended_deadline numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX proposal_extended_proposal_id_idx ON proposal_extended (chain_id, contract, proposal_id);

  CREATE TABLE vote_cast (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    voter text NOT NULL,
    support integer NOT NULL,
    weight numeric(78,0) NOT NULL,
    reason_raw bytea NOT NULL,
    reason text NOT NULL,
    params bytea,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX vote_cast_voter_idx ON vote_cast (chain_id, contract, voter);
  CREATE INDEX vote_cast_proposal_id_voter_idx ON vote_cast (chain_id, contract, proposal_id, voter);

  CREATE TABLE proposal_tally (
    chain_id integer NOT NULL,
    governor text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    against numeric(78,0) NOT NULL,
    for_ numeric(78,0) NOT NULL,
    abstain numeric(78,0) NOT NULL,
    votes_count integer NOT NULL,
    PRIMARY KEY (chain_id, governor, proposal_id)
  );

  CREATE TABLE track_set (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    track_id integer NOT NULL,
    voting_delay_seconds bigint NOT NULL,
    voting_period_seconds bigint NOT NULL,
    timelock_delay_seconds bigint NOT NULL,
    expiry_seconds bigint NOT NULL,
    quorum_bps integer NOT NULL,
    approval_bps integer NOT NULL,
    quorum_floor numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX track_set_track_id_idx ON track_set (chain_id, contract, track_id);

  CREATE TABLE track_routed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    target text NOT NULL,
    selector text NOT NULL,
    track_id integer NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX track_routed_target_selector_idx ON track_routed (chain_id, contract, target, selector);

  CREATE TABLE guardian_set (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    guardian text NOT NULL,
    term_ends_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE proposal_threshold_set (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    old_proposal_threshold numeric(78,0) NOT NULL,
    new_proposal_threshold numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE governor_setting_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    setting text NOT NULL,
    old_value numeric(78,0) NOT NULL,
    new_value numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE timelock_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    old_timelock text NOT NULL,
    new_timelock text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE call_scheduled (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    operation_id text NOT NULL,
    call_index numeric(78,0) NOT NULL,
    target text NOT NULL,
    value numeric(78,0) NOT NULL,
    data bytea NOT NULL,
    predecessor text NOT NULL,
    delay_seconds numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX call_scheduled_operation_id_idx ON call_scheduled (chain_id, contract, operation_id);

  CREATE TABLE call_executed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    operation_id text NOT NULL,
    call_index numeric(78,0) NOT NULL,
    target text NOT NULL,
    value numeric(78,0) NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX call_executed_operation_id_idx ON call_executed (chain_id, contract, operation_id);

  CREATE TABLE call_salt (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    operation_id text NOT NULL,
    salt text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX call_salt_operation_id_idx ON call_salt (chain_id, contract, operation_id);

  CREATE TABLE call_cancelled (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    operation_id text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX call_cancelled_operation_id_idx ON call_cancelled (chain_id, contract, operation_id);

  CREATE TABLE min_delay_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    old_delay_seconds numeric(78,0) NOT NULL,
    new_delay_seconds numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE role_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    role text NOT NULL,
    account text NOT NULL,
    sender text NOT NULL,
    granted boolean NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX role_changed_role_account_idx ON role_changed (chain_id, contract, role, account);

  CREATE TABLE role_admin_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    role text NOT NULL,
    previous_admin_role text NOT NULL,
    new_admin_role text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE ownership_transferred (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    previous_owner text NOT NULL,
    new_owner text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );

  CREATE TABLE eip712_domain_changed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
`;
