import { eventually } from '../world/eventually.mjs';
import { verdictOn } from './verdict.mjs';

/** A point that a run does not come to within this time is no point of it. */
const REACH_SECONDS = 20;
/** What we wait before a run counts as lost. */
const PATIENCE_SECONDS = 60;
/** On the chain a run is free as long as it has no number there. */
const NO_RUN = 0n;

/**
 * Carries one voted run through one fault.
 * @param {import('./run-world.mjs').RunWorld} world
 * @param {{point: import('./crash-points.mjs').CrashPoint, fault: import('./faults.mjs').Fault}} cell
 * @returns {Promise<{recoverySeconds: number, duplicates: string[], losses: string[]}>}
 */
export async function runCell(world, { point, fault }, seed) {
  const proposal = await world.vote(seed);
  let isReached = false;
  const act = async () => {
    isReached = true;
    await fault.act(world);
  };
  const disarm = point.arm(world, act, fault.spares);
  try {
    let runId = await world.order(proposal);
    await eventually(`the run comes to ${point.name}`, () => isReached, REACH_SECONDS);
    await fault.clear?.(world);
    const clearedAt = performance.now();
    // A reorg can take the order itself: then it is given again, as anybody may.
    if ((await world.stateOf(runId)) === NO_RUN) runId = await world.order(proposal);
    await nextStep(world, runId);
    const recoverySeconds = (performance.now() - clearedAt) / 1000;
    await eventually(`the run is in its canary (${runId})`, () => isOver(world, runId), PATIENCE_SECONDS);
    return { recoverySeconds, ...(await verdictOn(world, runId, fault)) };
  } finally {
    disarm();
    await world.endStandby();
  }
}

/** Resolves when every process does its work again and the run has moved on, or has nowhere to go. */
async function nextStep(world, runId) {
  const before = await eventsOf(world, runId);
  const look = async () => {
    const ready = await Promise.all(Object.values(world.processes).map((process) => process.isReady()));
    if (ready.includes(false)) return false;
    const now = await eventsOf(world, runId);
    return now !== null && (now.count > (before?.count ?? 0) || now.last === 'Canary');
  };
  await eventually(`the run takes its next step (${runId})`, look, PATIENCE_SECONDS);
}

/** How many moves the ledger has of a run, and where the last one led; null while the database does not say. */
async function eventsOf({ database }, runId) {
  const sql = 'SELECT to_state FROM run_ledger_event WHERE run_id = $1 ORDER BY id';
  const rows = await database.query(sql, [runId]).catch(() => null);
  return rows && { count: rows.length, last: rows.at(-1)?.to_state ?? null };
}

const isOver = async (world, runId) => (await eventsOf(world, runId))?.last === 'Canary';
