import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a receipt becomes final: every event that changes it says so, and the last one counts. */
export class ReceiptFinal1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE receipt_confirmed ADD COLUMN finalizable_at timestamptz');
    await runner.query('ALTER TABLE challenge_ruled ADD COLUMN finalizable_at timestamptz');
    await runner.query(receiptFinal);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW receipt_final');
    await runner.query('ALTER TABLE challenge_ruled DROP COLUMN finalizable_at');
    await runner.query('ALTER TABLE receipt_confirmed DROP COLUMN finalizable_at');
  }
}

// A run gets one receipt at most: what is said of the run is said of its receipt.
const receiptFinal = `
  CREATE VIEW receipt_final AS
  WITH change AS (
    ${['receipt_submitted', 'receipt_confirmed', 'challenge_ruled']
      .map((fact) => `SELECT chain_id, contract, run_id, finalizable_at, block_number, log_index FROM ${fact}`)
      .join('\n    UNION ALL\n    ')}
  )
  SELECT DISTINCT ON (chain_id, contract, run_id) chain_id, contract, run_id, finalizable_at
  FROM change
  WHERE finalizable_at IS NOT NULL
  ORDER BY chain_id, contract, run_id, block_number DESC, log_index DESC
`;
