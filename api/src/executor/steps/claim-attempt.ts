import type { ChainRun } from '../run-orders.js';
import type { Step } from './step.js';

/** `Ordered`: takes the run on chain, when it is free and an engine has room. The ledger moves when the chain says so. */
export const claimAttempt: Step = async (entry, run, { ledger, registry, engine }) => {
  if (run.state !== 'Open') return entry;
  // Whoever canceled it does not want it taken again.
  if (entry.request === 'cancel') return entry;
  const isOurs = run.worker === registry.worker && isHeld(run);
  if (isOurs && run.attempt > entry.attempt) {
    return ledger.move(entry, 'Claimed', { attempt: run.attempt, engineHandle: null, txHashes: run.txHashes });
  }
  const isTaken = isHeld(run) && run.worker !== registry.worker;
  if (isTaken || run.staleAt <= run.headAt) return entry;
  if ((await ledger.busyOn(engine.capabilities.name)) >= engine.capabilities.slots) return entry;

  await registry.startAttempt(run, run.attempt + 1);
  return entry;
};

/** Whether somebody's time for the attempt is not over. */
export function isHeld(run: ChainRun): boolean {
  return run.deadlineAt !== null && run.deadlineAt > run.headAt;
}
