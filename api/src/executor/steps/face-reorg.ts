import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { FinalityBroken } from '../refusals.js';
import { allowedMoves, decidedStates, isReachable, ledgerState } from '../run-lifecycle.js';
import type { ChainRun } from '../run-orders.js';
import type { StepTools } from './step.js';
import { stopEngine } from './stop-engine.js';

/**
 * The block of the order is gone: our work on it ends, until the order is final in another block. We act on final blocks
 * only, so when we have acted, what was final was not: then throws `FinalityBroken`.
 */
export async function replaceOrder(entry: RunLedgerEntity, run: ChainRun | undefined, tools: StepTools): Promise<void> {
  const isNew = entry.state !== 'Orphaned';
  const isBroken = isNew && (await tools.ledger.hasActed(entry));
  // Before the move: a crash in between must not lose it.
  if (isBroken) await tools.degradation.declare(entry, goneSentence(entry));
  const orphaned = isNew ? await orphan(entry, tools) : entry;
  if (isBroken) throw new FinalityBroken(goneSentence(entry));
  if (orphaned.state !== 'Orphaned' || run === undefined || run.orderBlockHash === entry.orderBlockHash) return;
  const { orderBlockNumber, orderBlockHash } = run;
  await tools.ledger.move(orphaned, 'Ordered', { orderBlockNumber, orderBlockHash, error: null });
}

/** Throws `FinalityBroken` when the chain has taken back, at a final block, what the ledger had as decided and final. */
export async function assertDecisionStands(entry: RunLedgerEntity, run: ChainRun, tools: StepTools): Promise<void> {
  if (!decidedStates.includes(entry.state) || isStillToCome(entry, run.state)) return;
  // Rows can be behind, as while they are made anew: the chain itself has to say so.
  const state = await tools.registry.finalStateOf(entry.runId);
  if (isStillToCome(entry, state)) return;
  throw new FinalityBroken(takenBackSentence(entry, state));
}

/** The same for a run that has ended here, and that the rows tell otherwise, or nothing, of. */
export async function assertEndStands(entry: RunLedgerEntity, tools: StepTools): Promise<void> {
  const standing = await tools.registry.standingOf(entry.orderBlockNumber, entry.orderBlockHash);
  if (standing === 'gone' && (await tools.ledger.hasActed(entry))) throw new FinalityBroken(goneSentence(entry));
  if (standing !== 'final') return;
  const state = await tools.registry.finalStateOf(entry.runId);
  if (!isStillToCome(entry, state)) throw new FinalityBroken(takenBackSentence(entry, state));
}

function isStillToCome(entry: RunLedgerEntity, state: string): boolean {
  return decidedStates.includes(state) && isReachable(ledgerState(entry.state), ledgerState(state));
}

/** Ends our work on an order whose block the chain no longer holds. */
async function orphan(entry: RunLedgerEntity, tools: StepTools): Promise<RunLedgerEntity> {
  if (!allowedMoves[ledgerState(entry.state)].includes('Orphaned')) {
    // What was decided stays as it is until the repair.
    throw new FinalityBroken(goneSentence(entry));
  }
  await stopEngine(entry, tools);
  return tools.ledger.move(entry, 'Orphaned', { error: `block ${entry.orderBlockHash} is no longer in the chain` });
}

const takenBackSentence = ({ runId, state }: RunLedgerEntity, now: string) =>
  `run ${runId} was ${state} in a final block, and the chain has it ${now} now`;

const goneSentence = ({ runId, orderBlockNumber, orderBlockHash }: RunLedgerEntity) =>
  `block ${orderBlockNumber} (${orderBlockHash}) with the order of run ${runId} was final, we acted on it, and it is gone`;
