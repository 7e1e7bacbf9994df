/** Runs with their state, what the gate decided, and the safety version that is in force while it has not. */
export const RUNS = `
  select r.*, o.slug, o.policy_registry, s.state, s.attempt, s.worker, failed.reason as failure,
         canary.canary_bps, canary.ends_at as canary_ends_at, canary.block_at as canary_started_at,
         p.body -> 'canaryRequests' as canary_requests,
         coalesce(canary.safety_version, rejected.safety_version) as training_version,
         coalesce(breached.safety_version, activated.safety_version) as live_version,
         safety.version as safety_version,
         rejected.run_id is not null as is_rejected,
         activated.run_id is not null as is_activated,
         breached.run_id is not null as is_breached,
         coalesce(breached.misses, rejected.misses, '[]') as misses
  from run_opened r
  join organization o on o.chain_id = r.chain_id and o.run_registry = r.contract
  join run_state s on s.chain_id = r.chain_id and s.contract = r.contract and s.run_id = r.run_id
  left join policy_adopted p on p.chain_id = r.chain_id and p.contract = o.policy_registry and p.run_id = r.run_id
  left join policy_active safety on safety.chain_id = r.chain_id and safety.contract = o.policy_registry
    and safety.kind = 1 and safety.subject = r.subject
  left join canary_started canary on ${sameRun('canary')}
  left join run_rejected rejected on ${sameRun('rejected')}
  left join run_activated activated on ${sameRun('activated')}
  left join run_rolled_back breached on ${sameRun('breached')}
  left join run_failed failed on ${sameRun('failed')}`;

function sameRun(fact: string): string {
  return `${fact}.chain_id = r.chain_id and ${fact}.contract = r.contract and ${fact}.run_id = r.run_id`;
}

/** Each fact of a run: its table, the column that says who did it, and the name of the step. */
const STEPS: readonly (readonly [table: string, actor: string, kind: string])[] = [
  ['run_opened', 'null', 'opened'],
  ['attempt_started', 'worker', 'attemptStarted'],
  ['receipt_submitted', 'worker', 'receiptSubmitted'],
  ['receipt_confirmed', 'worker', 'receiptConfirmed'],
  ['receipt_challenged', 'challenger', 'receiptChallenged'],
  ['challenge_ruled', 'beneficiary', 'challengeRuled'],
  ['canary_started', 'null', 'canaryStarted'],
  ['run_activated', 'worker', 'activated'],
  ['run_rejected', 'null', 'rejected'],
  ['run_rolled_back', 'worker', 'rolledBack'],
  ['run_withdrawn', 'null', 'withdrawn'],
  ['run_failed', 'worker', 'failed'],
  ['run_superseded', 'null', 'superseded'],
];

/** Everything that happened to the run `$1` in its registry, in the order of the chain. */
export const RUN_STEPS = `
  select kind, at, tx_hash as "txHash", actor from (
    ${STEPS.map(
      ([table, actor, kind]) => `select '${kind}' as kind, block_at as at, tx_hash, ${actor}::text as actor,
      block_number, log_index from ${table}
      where run_id = $1 and (chain_id, contract) in (select chain_id, contract from run_opened where run_id = $1)`,
    ).join(' union all ')}
  ) step order by block_number, log_index`;
