import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Supplies and the courses of proposals as tables that are kept: no list and no count derives them for each proposal. */
export class Courses1700000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...supply, ...superQuorum, ...courses, derived, ...fills]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW proposal_course_derived');
    await runner.query('DROP TABLE proposal_course, token_supply');
    await runner.query('DROP INDEX proposal_quorum_governor_idx');
    await runner.query('ALTER TABLE proposal_quorum DROP COLUMN super_quorum');
    await runner.query('ALTER TABLE governor_dialect DROP COLUMN has_super_quorum');
  }
}

const supply = [
  `CREATE TABLE token_supply (
    chain_id integer NOT NULL,
    token text NOT NULL,
    block_number bigint NOT NULL,
    block_at timestamptz NOT NULL,
    supply numeric NOT NULL,
    PRIMARY KEY (chain_id, token, block_number)
  )`,
  'CREATE INDEX token_supply_token_block_at_block_number_idx ON token_supply (chain_id, token, block_at, block_number)',
];

const superQuorum = [
  'ALTER TABLE governor_dialect ADD COLUMN has_super_quorum boolean NOT NULL DEFAULT false',
  'ALTER TABLE governor_dialect ALTER has_super_quorum DROP DEFAULT',
  'ALTER TABLE proposal_quorum ADD COLUMN super_quorum numeric(78,0)',
  // Those that lean on another proposal's quorum.
  'CREATE INDEX proposal_quorum_governor_idx ON proposal_quorum (chain_id, governor) WHERE quorum IS NULL',
];

const columns = `chain_id, governor, proposal_id, block_number, log_index, proposer, is_timestamp_clock, vote_start, deadline,
  is_settled, verdict, early_verdict, expired_from`;

const courses = [
  `CREATE TABLE proposal_course (
    chain_id integer NOT NULL,
    governor text NOT NULL,
    proposal_id numeric(78,0) NOT NULL,
    block_number bigint NOT NULL,
    log_index integer NOT NULL,
    proposer text NOT NULL,
    is_timestamp_clock boolean NOT NULL,
    vote_start numeric(78,0) NOT NULL,
    deadline numeric(78,0) NOT NULL,
    is_settled boolean NOT NULL,
    verdict text NOT NULL,
    early_verdict text,
    expired_from numeric(78,0),
    PRIMARY KEY (chain_id, governor, proposal_id)
  )`,
  `CREATE INDEX proposal_course_governor_block_number_log_index_idx
   ON proposal_course (chain_id, governor, block_number, log_index)`,
  `CREATE INDEX proposal_course_governor_proposer_block_number_log_index_idx
   ON proposal_course (chain_id, governor, proposer, block_number, log_index)`,
  `CREATE INDEX proposal_course_governor_verdict_block_number_log_index_idx
   ON proposal_course (chain_id, governor, verdict, block_number, log_index)`,
  `CREATE INDEX proposal_course_governor_is_timestamp_clock_deadline_idx
   ON proposal_course (chain_id, governor, is_timestamp_clock, deadline)`,
  'CREATE INDEX proposal_course_governor_idx ON proposal_course (chain_id, governor) WHERE early_verdict IS NOT NULL',
  // No contract sends that, and nothing hinders one.
  'CREATE INDEX proposal_course_governor_early_end_idx ON proposal_course (chain_id, governor) WHERE vote_start > deadline',
];

/**
 * The course of every proposal, from the facts. Where nobody looked at the governor, its clock shows by itself: no chain
 * has a billion blocks yet and no block is from before 2001. Nothing in it may fail, whatever a governor emits.
 */
const derived = `
  CREATE VIEW proposal_course_derived AS
  SELECT p.chain_id, p.contract AS governor, p.proposal_id, p.block_number, p.log_index, p.proposer,
    clock.is_timestamp_clock, p.vote_start, ended.deadline, settled.is_settled,
    CASE WHEN settled.is_settled THEN done.verdict
      WHEN (NOT done.is_queued OR t.track_id IS NULL) AND NOT (outcome.is_quorum_reached AND outcome.is_approved)
        THEN 'DEFEATED'
      ELSE done.verdict END AS verdict,
    CASE WHEN d.has_super_quorum AND NOT settled.is_settled AND outcome.is_approved
        AND coalesce(y.for_, 0) >= (SELECT q.super_quorum FROM proposal_quorum q WHERE q.chain_id = p.chain_id
          AND q.governor = p.contract AND q.proposal_id = p.proposal_id)
      THEN done.verdict END AS early_verdict,
    CASE
      WHEN t.track_id IS NULL AND NOT done.is_executed AND NOT done.is_canceled
        THEN floor(extract(epoch FROM done.eta_at)) + d.grace_period_seconds
      WHEN t.track_id IS NULL OR done.is_canceled OR done.is_operation_canceled THEN NULL
      WHEN done.eta_at IS NOT NULL THEN floor(extract(epoch FROM done.eta_at)) + t.expiry_seconds + 1
      WHEN clock.is_timestamp_clock AND outcome.is_quorum_reached AND outcome.is_approved
        THEN ended.deadline + t.expiry_seconds + 1
    END AS expired_from
  FROM proposal_created p
  JOIN organization o ON o.chain_id = p.chain_id AND o.governor = p.contract
  LEFT JOIN governor_dialect d ON d.chain_id = p.chain_id AND d.governor = p.contract
  LEFT JOIN proposal_tracked t
    ON t.chain_id = p.chain_id AND t.contract = p.contract AND t.proposal_id = p.proposal_id
  LEFT JOIN proposal_tally y
    ON y.chain_id = p.chain_id AND y.governor = p.contract AND y.proposal_id = p.proposal_id
  CROSS JOIN LATERAL (
    SELECT coalesce(d.clock = 'timestamp', p.vote_start >= 1000000000) AS is_timestamp_clock,
      coalesce(d.family IN ('bravo', 'alpha'), false) AS is_compound) clock
  CROSS JOIN LATERAL (
    SELECT coalesce(max(x.extended_deadline), p.vote_end) AS deadline
    FROM proposal_extended x
    WHERE x.chain_id = p.chain_id AND x.contract = p.contract AND x.proposal_id = p.proposal_id) ended
  CROSS JOIN LATERAL (
    SELECT CASE WHEN t.track_id IS NOT NULL THEN greatest(t.quorum_floor, div(t.quorum_bps * coalesce(
        CASE WHEN clock.is_timestamp_clock
          THEN (SELECT s.supply FROM token_supply s WHERE s.chain_id = p.chain_id AND s.token = o.token
            AND s.block_at <= to_timestamp(least(p.vote_start, 253402300799)::double precision)
            ORDER BY s.block_at DESC, s.block_number DESC LIMIT 1)
          ELSE (SELECT s.supply FROM token_supply s WHERE s.chain_id = p.chain_id AND s.token = o.token
            AND s.block_number <= least(p.vote_start, 9223372036854775807)::bigint
            ORDER BY s.block_number DESC LIMIT 1) END, 0), 10000))
      ELSE coalesce(d.quorum,
        (SELECT q.quorum FROM proposal_quorum q
          WHERE q.chain_id = p.chain_id AND q.governor = p.contract AND q.proposal_id = p.proposal_id),
        (SELECT q.quorum FROM proposal_created n
          JOIN proposal_quorum q ON q.chain_id = n.chain_id AND q.governor = n.contract AND q.proposal_id = n.proposal_id
          WHERE n.chain_id = p.chain_id AND n.contract = p.contract
          ORDER BY n.vote_start DESC LIMIT 1), 0) END AS quorum) asked
  CROSS JOIN LATERAL (
    SELECT (t.track_id IS NULL OR coalesce(y.votes_count, 0) > 0)
        AND coalesce(y.for_, 0) + CASE WHEN d.quorum_counts = 'for' THEN 0 ELSE coalesce(y.abstain, 0) END >= asked.quorum
        AS is_quorum_reached,
      CASE WHEN t.track_id IS NULL THEN coalesce(y.for_ > y.against, false)
        ELSE coalesce(y.for_ * 10000 > t.approval_bps * (y.for_ + y.against), false) END AS is_approved) outcome
  CROSS JOIN LATERAL (
    SELECT *, CASE WHEN is_executed AND NOT clock.is_compound THEN 'EXECUTED' WHEN is_canceled THEN 'CANCELED'
        WHEN is_executed OR is_operation_done THEN 'EXECUTED' WHEN is_operation_canceled THEN 'CANCELED'
        WHEN is_queued THEN 'QUEUED' ELSE 'SUCCEEDED' END AS verdict
    FROM (
      SELECT queued.eta_at, queued.eta_at IS NOT NULL AS is_queued,
        EXISTS (SELECT FROM proposal_executed e WHERE e.chain_id = p.chain_id AND e.contract = p.contract
          AND e.proposal_id = p.proposal_id) AS is_executed,
        EXISTS (SELECT FROM proposal_canceled k WHERE k.chain_id = p.chain_id AND k.contract = p.contract
          AND k.proposal_id = p.proposal_id) AS is_canceled,
        EXISTS (SELECT FROM call_executed z WHERE z.chain_id = p.chain_id AND z.contract = o.timelock
          AND z.operation_id = op.operation_id) AS is_operation_done,
        EXISTS (SELECT FROM call_cancelled z WHERE z.chain_id = p.chain_id AND z.contract = o.timelock
          AND z.operation_id = op.operation_id) AS is_operation_canceled
      FROM (SELECT) one
      LEFT JOIN LATERAL (
        SELECT * FROM proposal_queued q
        WHERE q.chain_id = p.chain_id AND q.contract = p.contract AND q.proposal_id = p.proposal_id
        ORDER BY q.block_number, q.log_index LIMIT 1) queued ON true
      LEFT JOIN LATERAL (
        -- The timelock's operation of this proposal: the one scheduled last before the governor said that it is queued.
        SELECT s.operation_id FROM call_scheduled s
        WHERE s.chain_id = p.chain_id AND s.contract = o.timelock AND s.block_number = queued.block_number
          AND s.tx_hash = queued.tx_hash AND s.log_index < queued.log_index
        ORDER BY s.log_index DESC LIMIT 1) op ON true) facts) done
  CROSS JOIN LATERAL (
    SELECT done.is_canceled OR (done.is_executed AND NOT clock.is_compound) AS is_settled) settled`;

const NOBODY = `'0x0000000000000000000000000000000000000000'`;

const fills = [
  `INSERT INTO token_supply (chain_id, token, block_number, block_at, supply)
   SELECT chain_id, token, block_number, block_at,
     sum(amount) OVER (PARTITION BY chain_id, token ORDER BY block_number)
   FROM (
     SELECT chain_id, contract AS token, block_number, max(block_at) AS block_at,
       sum(CASE WHEN "from" = ${NOBODY} THEN amount ELSE 0 END - CASE WHEN "to" = ${NOBODY} THEN amount ELSE 0 END) AS amount
     FROM token_transfer WHERE "from" = ${NOBODY} OR "to" = ${NOBODY}
     GROUP BY chain_id, contract, block_number
   ) change`,
  `INSERT INTO proposal_course (${columns})
   SELECT DISTINCT ON (chain_id, governor, proposal_id) ${columns} FROM proposal_course_derived
   ORDER BY chain_id, governor, proposal_id, block_number DESC, log_index DESC`,
];
