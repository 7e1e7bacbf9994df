import { decidedStates, ledgerState } from '../run-lifecycle.js';
import type { ChainRun } from '../run-orders.js';
import type { Step } from './step.js';
import { stopEngine } from './stop-engine.js';

const workingStates: readonly string[] = ['Claimed', 'Training', 'Trained', 'Failing'];

/** Takes over what the chain has decided, once that is final; whatever we still do for the run ends. */
export const followChain: Step = async (entry, run, tools) => {
  if (!decidedStates.includes(run.state) || !run.isStateFinal || run.state === entry.state) return entry;
  await stopEngine(entry, tools);
  const error = ['Canary', 'Active'].includes(run.state) ? null : entry.error;
  return tools.ledger.move(entry, ledgerState(run.state), { txHashes: run.txHashes, error });
};

/** Lets go of a run whose attempt somebody else has taken: nothing of ours would be accepted any more. */
export const yieldAttempt: Step = async (entry, run, tools) => {
  // After a reorg somebody else can hold the very number that was ours.
  const isTaken = run.attempt === entry.attempt && run.worker !== tools.registry.worker;
  if (!workingStates.includes(entry.state) || (run.attempt <= entry.attempt && !isTaken)) return entry;
  await stopEngine(entry, tools);
  const error = `attempt ${entry.attempt} was taken over by attempt ${run.attempt} of ${run.worker}`;
  return tools.ledger.move(entry, 'Ordered', { engineHandle: null, error });
};

/** Sends the receipt on to the gate, whoever submitted it: anyone may, and nobody else has to. */
export const finalizeRun: Step = async (entry, run, { registry }) => {
  if (run.state !== 'Submitted' || run.finalizableAt === null) return entry;
  if (run.finalizableAt <= latestOf(run)) await registry.finalize(run, run.attempt);
  return entry;
};

/** Ends a challenge that nobody ruled on in time, which anyone may: else the run and its bonds are held for ever. */
export const settleChallenge: Step = async (entry, run, { registry }) => {
  if (run.state !== 'Challenged' || run.rulingDeadlineAt === null) return entry;
  if (run.rulingDeadlineAt < latestOf(run)) await registry.settleUnruled(run, run.attempt);
  return entry;
};

/** The chain's clock can be ahead of ours, or stand still for want of blocks. */
function latestOf({ headAt }: ChainRun): Date {
  return new Date(Math.max(headAt.getTime(), Date.now()));
}
