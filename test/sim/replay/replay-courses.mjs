const NO_TALLY = { against: 0n, for_: 0n, abstain: 0n, votes_count: 0n };
/** Before 2001 nobody counted seconds of a chain, and no chain has so many blocks. */
const FIRST_SECOND = 1_000_000_000n;
const WHOLE = 10_000n;

const byPlace = (a, b) => Number(a.block_number - b.block_number) || Number(a.log_index - b.log_index);
const keyOf = (governor, id) => `${governor} ${id}`;
const greatest = (numbers) => numbers.toSorted((a, b) => (a < b ? -1 : 1)).at(-1);

/** Rows by their contract and another column. */
function groupOf(rows, column) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row.contract, row[column]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return (contract, value) => groups.get(keyOf(contract, value)) ?? [];
}

/**
 * How each proposal stands and may yet stand, whatever the time is: from its facts, its tally, its quorum.
 * @param {Map<string, object[]>} tables everything that was replayed
 */
export function coursesOf(tables) {
  const rowsOf = (table) => tables.get(table) ?? [];
  const of = (table, column = 'proposal_id') => groupOf(rowsOf(table), column);
  const known = {
    extended: of('proposal_extended'),
    queued: of('proposal_queued'),
    executed: of('proposal_executed'),
    canceled: of('proposal_canceled'),
    tracked: of('proposal_tracked'),
    scheduled: of('call_scheduled', 'tx_hash'),
    carriedOut: of('call_executed', 'operation_id'),
    cancelled: of('call_cancelled', 'operation_id'),
    tallies: new Map(rowsOf('proposal_tally').map((row) => [keyOf(row.governor, row.proposal_id), row])),
    dialects: new Map(rowsOf('governor_dialect').map((row) => [row.governor, row])),
    organizations: new Map(rowsOf('organization').map((row) => [row.governor, row])),
    quorums: quorumsIn(tables),
    supplies: rowsOf('token_supply'),
  };
  return rowsOf('proposal_created').map((proposal) => courseOf(proposal, known));
}

/** What was read of each governor, and what stands in for it until then: what was read of its latest proposal. */
function quorumsIn(tables) {
  const read = new Map(
    (tables.get('proposal_quorum') ?? []).map((row) => [keyOf(row.governor, row.proposal_id), row.quorum]),
  );
  const latest = new Map();
  for (const { contract, proposal_id, vote_start } of tables.get('proposal_created') ?? []) {
    const quorum = read.get(keyOf(contract, proposal_id));
    if (quorum === undefined || (latest.get(contract)?.vote_start ?? -1n) > vote_start) continue;
    latest.set(contract, { vote_start, quorum });
  }
  return (governor, id) => read.get(keyOf(governor, id)) ?? latest.get(governor)?.quorum ?? 0n;
}

function courseOf(proposal, known) {
  const { chain_id, contract: governor, proposal_id, block_number, log_index, proposer, vote_start } = proposal;
  const dialect = known.dialects.get(governor);
  const [track = null] = known.tracked(governor, proposal_id);
  const isTimestamp = dialect ? dialect.clock === 'timestamp' : vote_start >= FIRST_SECOND;
  const extensions = known.extended(governor, proposal_id).map(({ extended_deadline }) => extended_deadline);
  const deadline = extensions.length > 0 ? greatest(extensions) : proposal.vote_end;
  const outcome = outcomeOf(proposal, { track, dialect, isTimestamp }, known);
  const done = doneOf(proposal, dialect, known);
  const isLost = !(outcome.isQuorumReached && outcome.isApproved) && !(done.eta !== null && track);
  return {
    ...{ chain_id, governor, proposal_id, block_number, log_index, proposer, vote_start, deadline },
    is_timestamp_clock: isTimestamp,
    is_settled: done.isSettled,
    verdict: !done.isSettled && isLost ? 'DEFEATED' : done.verdict,
    early_verdict: null,
    expired_from: expiryOf({ track, dialect, deadline, isTimestamp }, outcome, done),
  };
}

function outcomeOf({ contract, proposal_id, vote_start }, { track, dialect, isTimestamp }, known) {
  const tally = known.tallies.get(keyOf(contract, proposal_id)) ?? NO_TALLY;
  const counted = tally.for_ + (dialect?.quorum_counts === 'for' ? 0n : tally.abstain);
  if (!track) {
    const quorum = dialect?.quorum ?? known.quorums(contract, proposal_id);
    return { isQuorumReached: counted >= quorum, isApproved: tally.for_ > tally.against };
  }
  const { token } = known.organizations.get(contract);
  const then = known.supplies
    .filter((row) => row.token === token && (isTimestamp ? row.block_at : row.block_number) <= vote_start)
    .at(-1);
  const quorum = greatest([track.quorum_floor, (track.quorum_bps * (then?.supply ?? 0n)) / WHOLE]);
  return {
    isQuorumReached: tally.votes_count > 0n && counted >= quorum,
    isApproved: tally.for_ * WHOLE > track.approval_bps * (tally.for_ + tally.against),
  };
}

/** What the governor and the timelock did with it. */
function doneOf({ contract, proposal_id }, dialect, known) {
  const isCompound = dialect?.family === 'bravo' || dialect?.family === 'alpha';
  const [queued = null] = known.queued(contract, proposal_id).toSorted(byPlace);
  const isExecuted = known.executed(contract, proposal_id).length > 0;
  const isCanceled = known.canceled(contract, proposal_id).length > 0;
  const { timelock } = known.organizations.get(contract);
  const operation = queued && operationOf(queued, timelock, known);
  const isCarriedOut = operation !== null && known.carriedOut(timelock, operation).length > 0;
  const isOperationCanceled = operation !== null && known.cancelled(timelock, operation).length > 0;
  let verdict = queued ? 'QUEUED' : 'SUCCEEDED';
  if (isOperationCanceled) verdict = 'CANCELED';
  if (isExecuted || isCarriedOut) verdict = 'EXECUTED';
  if (isCanceled) verdict = 'CANCELED';
  if (isExecuted && !isCompound) verdict = 'EXECUTED';
  const isSettled = isCanceled || (isExecuted && !isCompound);
  return { verdict, isSettled, isExecuted, isCanceled, isOperationCanceled, eta: queued?.eta_at ?? null };
}

/** What the timelock scheduled last before the governor said, in the same transaction, that it is queued. */
function operationOf(queued, timelock, known) {
  const before = known
    .scheduled(timelock, queued.tx_hash)
    .filter(({ block_number, log_index }) => block_number === queued.block_number && log_index < queued.log_index);
  return before.toSorted(byPlace).at(-1)?.operation_id ?? null;
}

function expiryOf({ track, dialect, deadline, isTimestamp }, outcome, done) {
  if (!track && !done.isExecuted && !done.isCanceled) {
    const grace = dialect?.grace_period_seconds ?? null;
    return done.eta === null || grace === null ? null : done.eta + grace;
  }
  if (!track || done.isCanceled || done.isOperationCanceled) return null;
  if (done.eta !== null) return done.eta + track.expiry_seconds + 1n;
  const isToBeQueued = isTimestamp && outcome.isQuorumReached && outcome.isApproved;
  return isToBeQueued ? deadline + track.expiry_seconds + 1n : null;
}
