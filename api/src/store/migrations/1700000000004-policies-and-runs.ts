import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What policies and runs emit. */
export class PoliciesAndRuns1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}`);
  }
}

const tables = [
  'policy_adopted',
  'policy_activated',
  'policy_rolled_back',
  'run_opened',
  'attempt_started',
  'receipt_submitted',
  'receipt_confirmed',
  'receipt_challenged',
  'challenge_ruled',
  'canary_started',
  'run_activated',
  'run_rejected',
  'run_rolled_back',
  'run_withdrawn',
  'run_failed',
  'run_superseded',
  'worker_admitted',
  'bond_deposited',
  'bond_slashed',
  'bond_withdrawn',
];

const schema = `
  CREATE TABLE policy_adopted (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    kind integer NOT NULL,
    subject text NOT NULL,
    subject_bytes32 text NOT NULL,
    version bigint NOT NULL,
    epoch bigint NOT NULL,
    digest text NOT NULL,
    is_active boolean NOT NULL,
    run_id text,
    document bytea NOT NULL,
    body jsonb,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX policy_adopted_digest_idx ON policy_adopted (digest);
  CREATE INDEX policy_adopted_run_id_idx ON policy_adopted (run_id);
  CREATE INDEX policy_adopted_kind_subject_version_idx ON policy_adopted (chain_id, contract, kind, subject, version);

  CREATE TABLE policy_activated (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    kind integer NOT NULL,
    subject text NOT NULL,
    subject_bytes32 text NOT NULL,
    version bigint NOT NULL,
    epoch bigint NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX policy_activated_kind_subject_idx ON policy_activated (chain_id, contract, kind, subject);

  CREATE TABLE policy_rolled_back (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    kind integer NOT NULL,
    subject text NOT NULL,
    subject_bytes32 text NOT NULL,
    version bigint NOT NULL,
    epoch bigint NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX policy_rolled_back_kind_subject_idx ON policy_rolled_back (chain_id, contract, kind, subject);

  CREATE TABLE run_opened (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    subject text NOT NULL,
    subject_bytes32 text NOT NULL,
    version bigint NOT NULL,
    policy_digest text NOT NULL,
    stale_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_opened_subject_version_idx ON run_opened (chain_id, contract, subject, version);
  CREATE INDEX run_opened_run_id_idx ON run_opened (run_id);

  CREATE TABLE attempt_started (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    attempt bigint NOT NULL,
    worker text NOT NULL,
    deadline_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX attempt_started_run_id_idx ON attempt_started (run_id);

  CREATE TABLE receipt_submitted (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    attempt bigint NOT NULL,
    worker text NOT NULL,
    artifact_digest text NOT NULL,
    evaluation_digest text NOT NULL,
    provenance_digest text NOT NULL,
    metrics jsonb NOT NULL,
    finalizable_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX receipt_submitted_artifact_digest_idx ON receipt_submitted (artifact_digest);
  CREATE INDEX receipt_submitted_run_id_idx ON receipt_submitted (run_id);

  CREATE TABLE receipt_confirmed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    attempt bigint NOT NULL,
    worker text NOT NULL,
    confirmations bigint NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX receipt_confirmed_run_id_idx ON receipt_confirmed (run_id);

  CREATE TABLE receipt_challenged (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    challenger text NOT NULL,
    evidence_digest text NOT NULL,
    bond numeric(78,0) NOT NULL,
    ruling_deadline_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX receipt_challenged_run_id_idx ON receipt_challenged (run_id);

  CREATE TABLE challenge_ruled (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    is_upheld boolean NOT NULL,
    by_default boolean NOT NULL,
    beneficiary text NOT NULL,
    amount numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX challenge_ruled_run_id_idx ON challenge_ruled (run_id);

  CREATE TABLE canary_started (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    safety_version bigint NOT NULL,
    canary_bps integer NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX canary_started_run_id_idx ON canary_started (run_id);

  CREATE TABLE run_activated (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    safety_version bigint NOT NULL,
    worker text NOT NULL,
    requests numeric(78,0) NOT NULL,
    metrics jsonb NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_activated_run_id_idx ON run_activated (run_id);

  CREATE TABLE run_rejected (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    safety_version bigint NOT NULL,
    misses jsonb NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_rejected_run_id_idx ON run_rejected (run_id);

  CREATE TABLE run_rolled_back (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    safety_version bigint NOT NULL,
    worker text NOT NULL,
    requests numeric(78,0) NOT NULL,
    metrics jsonb NOT NULL,
    misses jsonb NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_rolled_back_run_id_idx ON run_rolled_back (run_id);

  CREATE TABLE run_withdrawn (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_withdrawn_run_id_idx ON run_withdrawn (run_id);

  CREATE TABLE run_failed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    attempt bigint NOT NULL,
    worker text NOT NULL,
    reason_raw bytea NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_failed_run_id_idx ON run_failed (run_id);

  CREATE TABLE run_superseded (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    run_id text NOT NULL,
    by_run_id text NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX run_superseded_run_id_idx ON run_superseded (run_id);

  CREATE TABLE worker_admitted (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    worker text NOT NULL,
    is_admitted boolean NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX worker_admitted_worker_idx ON worker_admitted (chain_id, contract, worker);

  CREATE TABLE bond_deposited (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    worker text NOT NULL,
    "from" text NOT NULL,
    amount numeric(78,0) NOT NULL,
    bond numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX bond_deposited_worker_idx ON bond_deposited (chain_id, contract, worker);

  CREATE TABLE bond_slashed (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    worker text NOT NULL,
    amount numeric(78,0) NOT NULL,
    bond numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX bond_slashed_worker_idx ON bond_slashed (chain_id, contract, worker);

  CREATE TABLE bond_withdrawn (
    chain_id integer NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    tx_hash text NOT NULL,
    block_at timestamptz NOT NULL,
    contract text NOT NULL,
    worker text NOT NULL,
    amount numeric(78,0) NOT NULL,
    bond numeric(78,0) NOT NULL,
    PRIMARY KEY (chain_id, block_number, log_index)
  );
  CREATE INDEX bond_withdrawn_worker_idx ON bond_withdrawn (chain_id, contract, worker);
`;
