import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ChainedEvent, hashOfEvent } from '../run-ledger-log.js';

/** The log of each run becomes a chain of hashes that nobody changes; a registry can be out of bounds. */
export class RunLog1700000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
    await chainOldEvents(runner);
    await runner.query(rules);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(undone);
  }
}

const columns = `
  ALTER TABLE run_ledger ADD COLUMN request text;
  ALTER TABLE run_ledger_event
    ADD COLUMN sequence integer, ADD COLUMN previous_hash text, ADD COLUMN hash text;
  UPDATE run_ledger_event SET at = date_trunc('milliseconds', at);
  UPDATE run_ledger_event SET sequence = numbered.sequence FROM (
    SELECT id, row_number() OVER (PARTITION BY run_id ORDER BY id) AS sequence FROM run_ledger_event
  ) numbered WHERE numbered.id = run_ledger_event.id;

  CREATE TABLE degraded_registry (
    chain_id integer NOT NULL,
    registry text NOT NULL,
    run_id text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chain_id, registry)
  );
`;

interface OldEvent extends Omit<ChainedEvent, 'previous' | 'hash' | 'at'> {
  readonly id: string;
  readonly at: Date;
}

/** What was written before there were hashes is chained as it stands. */
async function chainOldEvents(runner: QueryRunner): Promise<void> {
  const events: OldEvent[] = await runner.query(
    `SELECT id, run_id AS "runId", sequence, from_state AS "from", to_state AS "to", attempt, detail, at
     FROM run_ledger_event ORDER BY run_id, sequence`,
  );
  const heads = new Map<string, string>();
  for (const { id, ...event } of events) {
    const previous = heads.get(event.runId) ?? null;
    const hash = hashOfEvent({ ...event, previous, at: event.at.toISOString() });
    heads.set(event.runId, hash);
    await runner.query('UPDATE run_ledger_event SET previous_hash = $2, hash = $3 WHERE id = $1', [id, previous, hash]);
  }
}

const rules = `
  ALTER TABLE run_ledger_event ALTER COLUMN sequence SET NOT NULL, ALTER COLUMN hash SET NOT NULL;
  DROP INDEX run_ledger_event_run_id_id_idx;
  CREATE UNIQUE INDEX run_ledger_event_run_id_sequence_idx ON run_ledger_event (run_id, sequence);

  CREATE FUNCTION refuse_change_of_run_log() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'the log of a run is only ever added to: % of run_ledger_event is refused', TG_OP;
  END $$;
  CREATE TRIGGER run_ledger_event_is_kept BEFORE UPDATE OR DELETE ON run_ledger_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_run_log();
`;

const undone = `
  DROP TRIGGER run_ledger_event_is_kept ON run_ledger_event;
  DROP FUNCTION refuse_change_of_run_log();
  DROP INDEX run_ledger_event_run_id_sequence_idx;
  ALTER TABLE run_ledger_event DROP COLUMN sequence, DROP COLUMN previous_hash, DROP COLUMN hash;
  CREATE INDEX run_ledger_event_run_id_id_idx ON run_ledger_event (run_id, id);
  DROP TABLE degraded_registry;
  ALTER TABLE run_ledger DROP COLUMN request;
`;
