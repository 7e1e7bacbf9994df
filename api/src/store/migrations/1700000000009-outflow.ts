import type { MigrationInterface, QueryRunner } from 'typeorm';

const FACT = `
  chain_id integer NOT NULL,
  block_number bigint NOT NULL,
  log_index integer NOT NULL,
  tx_hash text NOT NULL,
  block_at timestamptz NOT NULL,
  contract text NOT NULL`;

/** What may leave the treasury, and what left it. */
export class Outflow1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outflow_cap_set (
        ${FACT},
        asset text NOT NULL,
        cap numeric(78,0) NOT NULL,
        effective_at timestamptz NOT NULL,
        window_seconds numeric(78,0) NOT NULL,
        PRIMARY KEY (chain_id, block_number, log_index)
      );
      CREATE INDEX outflow_cap_set_asset_idx ON outflow_cap_set (chain_id, contract, asset);
      CREATE TABLE outflow_counted (
        ${FACT},
        asset text NOT NULL,
        amount numeric(78,0) NOT NULL,
        available numeric(78,0) NOT NULL,
        PRIMARY KEY (chain_id, block_number, log_index)
      );
      CREATE INDEX outflow_counted_asset_idx ON outflow_counted (chain_id, contract, asset);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outflow_counted; DROP TABLE outflow_cap_set');
  }
}
