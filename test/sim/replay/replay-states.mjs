/** What happened last wins: by block, then by place in it. */
const byPlace = (a, b) => Number(a.block_number - b.block_number) || Number(a.log_index - b.log_index);

const MOVES = {
  run_opened: () => 'Open',
  receipt_submitted: () => 'Submitted',
  receipt_challenged: () => 'Challenged',
  challenge_ruled: ({ is_upheld, by_default }) => (is_upheld || by_default ? 'Failed' : 'Submitted'),
  canary_started: () => 'Canary',
  run_activated: () => 'Active',
  run_rejected: () => 'Rejected',
  run_failed: () => 'Failed',
  run_rolled_back: () => 'RolledBack',
  run_withdrawn: () => 'RolledBack',
  run_superseded: () => 'Superseded',
};
const keyOf = ({ contract, run_id }) => `${contract} ${run_id}`;
const lastOf = (rows) => new Map(rows.toSorted(byPlace).map((row) => [keyOf(row), row]));

/** The state that each run is in. */
export function runStatesOf(tables) {
  const rowsOf = (table) => tables.get(table) ?? [];
  const moves = Object.entries(MOVES).flatMap(([table, stateOf]) =>
    rowsOf(table).map((row) => ({ ...row, state: stateOf(row) })),
  );
  const last = lastOf(moves);
  const attempts = lastOf(rowsOf('attempt_started'));
  return rowsOf('run_opened').map((run) => {
    const { state, block_number, block_at } = last.get(keyOf(run));
    const { attempt = 0n, worker = null } = attempts.get(keyOf(run)) ?? {};
    const { chain_id, contract, run_id, subject, version, policy_digest } = run;
    const standing = { state, attempt, worker, block_number, state_at: block_at };
    return { chain_id, contract, run_id, subject, version, policy_digest, ...standing };
  });
}

/** When the receipt of each run is final, as it was told last. */
export function receiptsFinalOf(tables) {
  const told = ['receipt_submitted', 'receipt_confirmed', 'challenge_ruled'].flatMap(
    (table) => tables.get(table) ?? [],
  );
  const last = lastOf(told.filter(({ finalizable_at }) => finalizable_at !== null));
  return [...last.values()].map(({ chain_id, contract, run_id, finalizable_at }) => {
    return { chain_id, contract, run_id, finalizable_at };
  });
}

/** Which policy is in force for each kind and subject, and how often anything about it was changed. */
export function policiesActiveOf(tables) {
  const adopted = tables.get('policy_adopted') ?? [];
  const changes = [
    ...adopted.map((row) => ({ ...row, isInForce: row.is_active })),
    ...['policy_activated', 'policy_rolled_back'].flatMap((table) => tables.get(table) ?? []),
  ].toSorted((a, b) => Number(a.epoch - b.epoch));
  const policies = new Map();
  for (const { contract, kind, subject, version, epoch, block_at, chain_id, isInForce = true } of changes) {
    const key = `${contract} ${kind} ${subject}`;
    const before = policies.get(key) ?? { chain_id, contract, kind, subject, version: null };
    policies.set(key, { ...before, epoch, ...(isInForce ? { version, active_at: block_at } : {}) });
  }
  const digestOf = ({ contract, kind, subject, version }) =>
    adopted.find(
      (row) => row.contract === contract && row.kind === kind && row.subject === subject && row.version === version,
    ).digest;
  return [...policies.values()]
    .filter(({ version }) => version !== null)
    .map((policy) => ({ ...policy, digest: digestOf(policy) }));
}
