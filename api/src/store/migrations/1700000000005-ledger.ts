import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Our own side: what the executor and the gateway write. A reorg does not touch it. */
export class Ledger1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}`);
  }
}

const tables = ['run_ledger', 'run_ledger_event', 'run_progress', 'sent_transaction', 'artifact', 'gateway_request'];

const schema = `
  CREATE TABLE run_ledger (
    run_id text NOT NULL,
    chain_id integer NOT NULL,
    registry text NOT NULL,
    subject text NOT NULL,
    version bigint NOT NULL,
    state text NOT NULL,
    attempt integer NOT NULL DEFAULT '0',
    engine text NOT NULL,
    engine_handle text,
    job jsonb NOT NULL,
    job_digest text NOT NULL,
    result jsonb,
    receipt jsonb,
    receipt_signature text,
    error text,
    order_block_number bigint NOT NULL,
    order_block_hash text NOT NULL,
    tx_hashes jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id)
  );
  CREATE INDEX run_ledger_state_idx ON run_ledger (state);

  CREATE TABLE run_ledger_event (
    id bigserial NOT NULL,
    run_id text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    attempt integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    detail jsonb,
    PRIMARY KEY (id)
  );
  CREATE INDEX run_ledger_event_run_id_id_idx ON run_ledger_event (run_id, id);

  CREATE TABLE run_progress (
    run_id text NOT NULL,
    attempt integer NOT NULL,
    phase text NOT NULL,
    step integer NOT NULL,
    steps integer NOT NULL,
    loss double precision,
    seconds_left double precision,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, attempt, phase, step)
  );

  CREATE TABLE sent_transaction (
    key text NOT NULL,
    chain_id integer NOT NULL,
    sender text NOT NULL,
    nonce bigint NOT NULL,
    tx_hash text NOT NULL,
    raw text NOT NULL,
    state text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (key)
  );
  CREATE INDEX sent_transaction_sender_nonce_idx ON sent_transaction (chain_id, sender, nonce);

  CREATE TABLE artifact (
    digest text NOT NULL,
    kind text NOT NULL,
    path text NOT NULL,
    size_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (digest)
  );

  CREATE TABLE gateway_request (
    id bigserial NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    subject text NOT NULL,
    run_id text,
    lane text NOT NULL,
    status integer NOT NULL,
    latency_ms integer NOT NULL,
    empty boolean NOT NULL,
    moderated boolean NOT NULL,
    probe boolean NOT NULL,
    PRIMARY KEY (id)
  );
  CREATE INDEX gateway_request_run_id_at_idx ON gateway_request (run_id, at);
`;
