import { attemptKey } from '../../engine/engine.js';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { engineStates } from '../run-lifecycle.js';
import type { StepTools } from './step.js';

/** Ends what an engine may be doing for a run. Before the submission was noted there is no handle, but there is a name. */
export async function stopEngine(entry: RunLedgerEntity, { engine }: Pick<StepTools, 'engine'>): Promise<void> {
  if (!engineStates.some((state) => state === entry.state)) return;
  await engine.stop(attemptKey(entry.runId, entry.attempt));
}
