import type { Step } from './step.js';

/** `Failing`: tells the chain why the run cannot be carried out. The ledger moves when the chain has it. */
export const reportFailure: Step = async (entry, run, { registry }) => {
  if (run.state !== 'Open') return entry;
  if (run.attempt < entry.attempt) await registry.startAttempt(run, entry.attempt);
  else await registry.reportFailure(run, entry.attempt, entry.error ?? 'the run cannot be carried out');
  return entry;
};
