import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { allowedMoves, decidedStates, ledgerState } from '../run-lifecycle.js';
import type { Step, StepTools } from './step.js';
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
  if (!workingStates.includes(entry.state) || run.attempt <= entry.attempt) return entry;
  await stopEngine(entry, tools);
  const error = `attempt ${entry.attempt} was taken over by attempt ${run.attempt}`;
  return tools.ledger.move(entry, 'Ordered', { engineHandle: null, error });
};

/** Sends the receipt on to the gate, whoever submitted it: anyone may, and nobody else has to. */
export const finalizeRun: Step = async (entry, run, { registry }) => {
  if (run.state !== 'Submitted' || run.finalizableAt === null) return entry;
  // The chain's clock can be ahead of ours, or stand still for want of blocks.
  const latest = Math.max(run.headAt.getTime(), Date.now());
  if (run.finalizableAt.getTime() <= latest) await registry.finalize(run.runId, run.attempt);
  return entry;
};

/** Ends our work on an order whose block the chain no longer holds. */
export async function orphan(entry: RunLedgerEntity, tools: StepTools): Promise<RunLedgerEntity> {
  if (!allowedMoves[ledgerState(entry.state)].includes('Orphaned')) return entry;
  await stopEngine(entry, tools);
  return tools.ledger.move(entry, 'Orphaned', { error: `block ${entry.orderBlockHash} is no longer in the chain` });
}
