import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import type { ChainRun } from '../run-orders.js';
import { isHeld } from './claim-attempt.js';
import type { Step, StepTools } from './step.js';
import { stopEngine } from './stop-engine.js';

const canceled = 'canceled by an operator';
/** Where our attempt can still be ended. */
export const cancelable: readonly string[] = ['Ordered', 'Claimed', 'Training', 'Trained'];

/** Does what an operator asks for: `cancel` holds until the run has ended, `retry` is done once. */
export const honourRequest: Step = async (entry, run, tools) => {
  if (entry.request === 'cancel') return cancel(entry, run, tools);
  if (entry.request === 'retry') return retry(entry, run, tools);
  return entry;
};

/** Ends our attempt. Held on chain it is reported as failed; otherwise the run is left to others. */
async function cancel(entry: RunLedgerEntity, run: ChainRun, tools: StepTools): Promise<RunLedgerEntity> {
  if (run.state !== 'Open' || !cancelable.includes(entry.state)) return entry;
  const isOurs = run.worker === tools.registry.worker && isHeld(run);
  await stopEngine(entry, tools);
  if (isOurs) return tools.ledger.move(entry, 'Failing', { attempt: run.attempt, error: canceled });
  if (entry.state !== 'Ordered') return tools.ledger.move(entry, 'Ordered', { engineHandle: null, error: canceled });
  await tools.ledger.note(entry, canceled);
  return entry;
}

/** Gives a run that we have given up another try, as long as the chain does not know of it. */
async function retry(entry: RunLedgerEntity, run: ChainRun, { ledger }: StepTools): Promise<RunLedgerEntity> {
  if (entry.state === 'Failing' && run.state === 'Open') {
    return ledger.move(entry, 'Ordered', { error: null, request: null }, { reason: 'retried by an operator' });
  }
  await ledger.ask(entry.runId, null);
  return { ...entry, request: null };
}
