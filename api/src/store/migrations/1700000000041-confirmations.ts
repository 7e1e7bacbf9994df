import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What workers of ours did about receipts of others. */
export class Confirmations1700000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE run_confirmation (
        run_id text NOT NULL,
        attempt integer NOT NULL,
        worker text NOT NULL,
        state text NOT NULL,
        artifact_digest text,
        note text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (run_id, attempt, worker)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE run_confirmation');
  }
}
