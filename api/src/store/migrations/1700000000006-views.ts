import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What follows from the facts alone: who delegates, which policies are in force, which state each run is in. */
export class Views1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const view of [delegation, delegate, policyActive, runState]) await runner.query(view);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW run_state, policy_active, delegate, delegation');
  }
}

const delegation = `
  CREATE VIEW delegation AS
  SELECT DISTINCT ON (chain_id, contract, delegator)
    chain_id, contract AS token, delegator, to_delegate AS delegate, block_at AS delegated_at
  FROM delegate_changed
  ORDER BY chain_id, contract, delegator, block_number DESC, log_index DESC
`;

// An account without stake can be delegated to and can delegate: both sides are counted.
const delegate = `
  CREATE VIEW delegate AS
  WITH weighed AS (
    SELECT DISTINCT ON (chain_id, contract, delegate) chain_id, contract AS token, delegate AS account, new_votes AS votes
    FROM delegate_votes_changed
    ORDER BY chain_id, contract, delegate, block_number DESC, log_index DESC
  ), followed AS (
    SELECT chain_id, token, delegate AS account, count(*)::int AS delegators_count
    FROM delegation
    WHERE delegate <> '0x0000000000000000000000000000000000000000'
    GROUP BY chain_id, token, delegate
  )
  SELECT chain_id, token, account, coalesce(votes, 0) AS votes, coalesce(delegators_count, 0) AS delegators_count
  FROM weighed FULL JOIN followed USING (chain_id, token, account)
`;

// The epoch of a (kind, subject) grows with every change, so it orders the changes; a model policy that was only
// adopted raises the epoch and leaves in force what was in force.
const policyActive = `
  CREATE VIEW policy_active AS
  WITH change AS (
    SELECT chain_id, contract, kind, subject, version, epoch, block_at, is_active AS is_in_force FROM policy_adopted
    UNION ALL
    SELECT chain_id, contract, kind, subject, version, epoch, block_at, true FROM policy_activated
    UNION ALL
    SELECT chain_id, contract, kind, subject, version, epoch, block_at, true FROM policy_rolled_back
  ), in_force AS (
    SELECT DISTINCT ON (chain_id, contract, kind, subject) chain_id, contract, kind, subject, version, block_at
    FROM change
    WHERE is_in_force
    ORDER BY chain_id, contract, kind, subject, epoch DESC
  ), last_change AS (
    SELECT chain_id, contract, kind, subject, max(epoch) AS epoch FROM change GROUP BY chain_id, contract, kind, subject
  )
  SELECT chain_id, contract, kind, subject, version, last_change.epoch, policy_adopted.digest,
    in_force.block_at AS active_at
  FROM in_force
  JOIN last_change USING (chain_id, contract, kind, subject)
  JOIN policy_adopted USING (chain_id, contract, kind, subject, version)
`;

const moves = [
  `SELECT chain_id, contract, run_id, 'Open' AS state, block_number, log_index, block_at FROM run_opened`,
  `SELECT chain_id, contract, run_id, 'Submitted', block_number, log_index, block_at FROM receipt_submitted`,
  `SELECT chain_id, contract, run_id, 'Challenged', block_number, log_index, block_at FROM receipt_challenged`,
  `SELECT chain_id, contract, run_id, CASE WHEN is_upheld OR by_default THEN 'Failed' ELSE 'Submitted' END,
      block_number, log_index, block_at FROM challenge_ruled`,
  `SELECT chain_id, contract, run_id, 'Canary', block_number, log_index, block_at FROM canary_started`,
  `SELECT chain_id, contract, run_id, 'Active', block_number, log_index, block_at FROM run_activated`,
  `SELECT chain_id, contract, run_id, 'Rejected', block_number, log_index, block_at FROM run_rejected`,
  `SELECT chain_id, contract, run_id, 'Failed', block_number, log_index, block_at FROM run_failed`,
  `SELECT chain_id, contract, run_id, 'RolledBack', block_number, log_index, block_at FROM run_rolled_back`,
  `SELECT chain_id, contract, run_id, 'RolledBack', block_number, log_index, block_at FROM run_withdrawn`,
  `SELECT chain_id, contract, run_id, 'Superseded', block_number, log_index, block_at FROM run_superseded`,
];

const runState = `
  CREATE VIEW run_state AS
  WITH move AS (
    ${moves.join('\n    UNION ALL\n    ')}
  ), last_move AS (
    SELECT DISTINCT ON (chain_id, contract, run_id) *
    FROM move
    ORDER BY chain_id, contract, run_id, block_number DESC, log_index DESC
  ), last_attempt AS (
    SELECT DISTINCT ON (chain_id, contract, run_id) chain_id, contract, run_id, attempt, worker
    FROM attempt_started
    ORDER BY chain_id, contract, run_id, block_number DESC, log_index DESC
  )
  SELECT run.chain_id, run.contract, run.run_id, run.subject, run.version, run.policy_digest, last_move.state,
    coalesce(last_attempt.attempt, 0) AS attempt, last_attempt.worker, last_move.block_number,
    last_move.block_at AS state_at
  FROM run_opened run
  JOIN last_move USING (chain_id, contract, run_id)
  LEFT JOIN last_attempt USING (chain_id, contract, run_id)
`;
