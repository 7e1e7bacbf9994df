import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tokens count as revenue. */
export class RevenueTokens1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE revenue_token_listed (
        chain_id integer NOT NULL,
        block_number bigint NOT NULL,
        log_index integer NOT NULL,
        tx_hash text NOT NULL,
        block_at timestamptz NOT NULL,
        contract text NOT NULL,
        token text NOT NULL,
        PRIMARY KEY (chain_id, block_number, log_index)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE revenue_token_listed');
  }
}
