/** One wrong cell in the database, and the line that has to name it. */
export interface Corruption {
  table: string;
  /** What is done to the table, after UPDATE or DELETE FROM. */
  sql: string;
  /** `noun · thing · cell`. */
  named: RegExp;
}

/** The newest row of a table, or of those that meet a condition. */
const newest = (table: string, where = 'true') =>
  `(block_number, log_index) = (SELECT block_number, log_index FROM ${table} WHERE ${where}
    ORDER BY block_number DESC, log_index DESC LIMIT 1)`;

const update = (table: string, change: string, named: RegExp, where?: string): Corruption => ({
  table,
  sql: `UPDATE ${table} SET ${change} WHERE ${newest(table, where)}`,
  named,
});

const loss = (table: string, named: RegExp, where?: string): Corruption => ({
  table,
  sql: `DELETE FROM ${table} WHERE ${newest(table, where)}`,
  named,
});

const STRANGER = "'0x00000000000000000000000000000000000000Ee'";

/** One that is not executed. */
const OTHER_PROPOSAL = '(SELECT proposal_id FROM proposal_created ORDER BY block_number DESC LIMIT 1)';

/** One of each kind. */
export const corruptions: readonly Corruption[] = [
  update('proposal_threshold_set', 'new_proposal_threshold = 1', /^governor · governor · proposalThreshold$/),
  update('guardian_set', `guardian = ${STRANGER}`, /^governor · governor · guardian$/),
  update('guardian_set', "term_ends_at = term_ends_at + interval '1 s'", /^governor · governor · guardianTermEndsAt$/),
  update('track_set', 'approval_bps = 1', /^governor · track \d · approvalBps$/),
  loss('track_set', /^governor · governor · tracks$/, 'track_id = 4'),
  update('track_routed', 'track_id = 3', /^governor · route 0x\w+ 0x\w+ · track$/),

  update('proposal_created', 'vote_start = vote_start + 1', /^proposals · proposal \d+ · snapshot$/),
  update('proposal_created', 'vote_end = vote_end + 1', /^proposals · proposal \d+ · deadline$/),
  update('proposal_created', `proposer = ${STRANGER}`, /^proposals · proposal \d+ · proposer$/),
  loss('proposal_created', /^votes · proposal \d+ · snapshot$/),
  loss('proposal_extended', /^proposals · proposal \d+ · deadline$/),
  loss('proposal_canceled', /· state$/, 'proposal_id NOT IN (SELECT proposal_id FROM proposal_queued)'),
  update('proposal_executed', `proposal_id = ${OTHER_PROPOSAL}`, /^proposals · proposal \d+ · state$/),
  loss('proposal_queued', /^proposals · proposal \d+ · state$/),
  update('proposal_queued', "eta_at = eta_at + interval '1 s'", /^proposals · proposal \d+ · eta$/),
  update('proposal_tracked', 'quorum_bps = 1', /^proposals · proposal \d+ · quorum$/),
  update('proposal_tracked', 'approval_bps = 1', /^proposals · proposal \d+ · approvalBps$/),
  update('proposal_tracked', 'expiry_seconds = 1', /^proposals · proposal \d+ · expiry$/, 'track_id = 2'),
  { table: 'proposal_tally', sql: 'UPDATE proposal_tally SET against = against + 1', named: /· against$/ },
  { table: 'proposal_tally', sql: 'UPDATE proposal_tally SET for_ = for_ - 1', named: /· for$/ },
  { table: 'proposal_tally', sql: 'UPDATE proposal_tally SET abstain = 7', named: /· abstain$/ },
  {
    table: 'proposal_course',
    sql: "UPDATE proposal_course SET verdict = 'DEFEATED' WHERE verdict = 'EXECUTED'",
    named: /^proposals · proposal \d+ · state$/,
  },
  { table: 'proposal_course', sql: 'UPDATE proposal_course SET deadline = deadline + 1', named: /· deadline$/ },
  { table: 'token_supply', sql: 'UPDATE token_supply SET supply = supply * 2', named: /^proposals · .* · quorum$/ },
  update('vote_cast', `voter = ${STRANGER}`, /^votes · vote of 0x0\w+ on proposal \d+ · cast$/),

  { table: 'delegate', sql: 'UPDATE delegate SET votes = votes + 1', named: /^accounts · account 0x\w+ · votes$/ },
  { table: 'delegate', sql: 'UPDATE delegate SET delegators_count = 9', named: /· delegators$/ },
  {
    table: 'delegate_votes_changed',
    sql: 'UPDATE delegate_votes_changed SET new_votes = 1 WHERE previous_votes = 0',
    named: /^past votes · account 0x\w+ at \d+ · votes$/,
  },
  update('delegation', `delegate = ${STRANGER}`, /^accounts · account 0x\w+ · delegate$/),
  loss('delegation', /^accounts · account 0x\w+ · delegate$/),
  loss('token_transfer', /^supplies · token 0x\w+ · total supply$/, `"from" ~ '^0x0+$'`),
  loss('token_transfer', /^accounts · account 0x\w+ · staked$/, `"from" ~ '^0x0+$'`),
  loss('token_transfer', /^accounts · account 0x\w+ · balance$/, `"from" !~ '^0x0+$' AND "to" !~ '^0x0+$'`),
  update('unstake_requested', 'cooling_amount = 1', /^accounts · account 0x\w+ · cooling$/, 'cooling_amount = 1e19'),
  update('unstake_requested', 'withdrawable_at = now()', /· withdrawableAt$/, 'cooling_amount = 1e19'),

  loss('policy_adopted', /^policies · MODEL policy of \w+ · newest version$/),
  loss('policy_adopted', /^policies · MODEL policy of assistant · versions$/, "subject = 'assistant' AND version = 2"),
  update('policy_adopted', "digest = '0x01'", /^policies · MODEL policy of \w+, version \d · digest$/),
  update('policy_adopted', `body = body || '{"canaryBps":1}'`, /^policies · MODEL policy .* · canaryBps$/),
  update('policy_adopted', `body = body || '{"tiers":[]}'`, /^policies · ACCESS policy .* · tiers$/, 'kind = 3'),
  update('policy_adopted', `body = body || '{"shares":[]}'`, /^policies · REVENUE policy .* · shares$/, 'kind = 4'),
  update('policy_adopted', `body = body || '{"canary":[]}'`, /^policies · SAFETY policy .* · canary$/, 'kind = 1'),
  update('policy_adopted', `body = body || '{"training":[]}'`, /^policies · SAFETY policy .* · training$/, 'kind = 1'),
  loss('policy_activated', /^policies · MODEL policy of assistant · version in force$/),
  loss('policy_activated', /^policies · MODEL policy of assistant, version 1 · in force$/),
  update('policy_adopted', 'epoch = epoch + 1', /^policies · MODERATION policy of \w+ · epoch$/, 'kind = 2'),

  loss('run_opened', /^runs · run 0x\w+ · state$/),
  update('run_failed', `run_id = '0x01'`, /^runs · run 0x\w+ · state$/),
  loss('canary_started', /^runs · run 0x\w+ · state$/),
  update('canary_started', "ends_at = ends_at + interval '1 s'", /^runs · run 0x\w+ · canary ends$/),
  loss('attempt_started', /^runs · run 0x\w+ · attempt$/),
  update('attempt_started', `worker = ${STRANGER}`, /^runs · run 0x\w+ · worker$/),
  update('run_opened', 'version = 99', /^runs · run 0x\w+ · version$/),
  update('receipt_submitted', "artifact_digest = '0x01'", /^runs · run 0x\w+ · artifact$/),
  {
    table: 'receipt_submitted',
    sql: "UPDATE receipt_submitted SET finalizable_at = finalizable_at + interval '1 s'",
    named: /^runs · run 0x\w+ · finalizableAt$/,
  },

  update('worker_admitted', 'is_admitted = false', /^workers · worker 0x\w+ · admitted$/),
  update('bond_deposited', 'bond = bond + 1', /^workers · worker 0x\w+ · bond$/),

  update('revenue_received', 'amount = amount + 1', /^revenue · revenue in 0x0+ · to be split$/),
  update('revenue_allocated', 'amounts[2] = 1', /^revenue · revenue of 0x\w+ in 0x\w+ · claimable$/),
  loss('revenue_claimed', /^revenue · revenue of 0x\w+ in 0x\w+ · claimable$/),
  update('revenue_token_listed', `token = ${STRANGER}`, /^revenue · token 0x0\w+ · listed$/),

  update('reward_notified', 'rate_per_second = 1', /^rewards · account 0x\w+ · earned$/),
  loss('reward_claimed', /^rewards · account 0x\w+ · earned$/),
];
