import { ArtifactRefused } from '../../artifacts/artifact-errors.js';
import type { AttemptStatus } from '../../engine/engine.js';
import { attemptKey } from '../../engine/engine.js';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { jobOf, openPolicy } from '../policy-document.js';
import { ResultRefused } from '../refusals.js';
import type { ChainRun } from '../run-orders.js';
import { collectResult } from './collect-result.js';
import type { Step, StepTools } from './step.js';

/** How often we try a run before we give it up. */
const triesPerRun = 2;

/** `Training`: passes progress on, collects the result, and decides what a failure means. */
export const followTraining: Step = async (entry, run, tools) => {
  const key = attemptKey(entry.runId, entry.attempt);
  const status = await tools.engine.get(key);
  await tools.progress.read(entry);

  if (status === null) return retryOrFail(entry, 'the engine no longer knows the attempt', tools);
  if (status.state === 'running') return endWhenOverdue(entry, run, status, tools);
  if (status.state === 'rejected') return tools.ledger.move(entry, 'Failing', { error: status.reason });
  if (status.state !== 'succeeded') return retryOrFail(entry, status.reason ?? status.state, tools);
  try {
    return await collectResult(entry, status.resultDirectory ?? '', tools);
  } catch (error) {
    if (error instanceof ResultRefused || error instanceof ArtifactRefused) {
      return retryOrFail(entry, error.message, tools);
    }
    throw error;
  }
};

async function endWhenOverdue(
  entry: RunLedgerEntity,
  run: ChainRun,
  status: AttemptStatus,
  tools: StepTools,
): Promise<RunLedgerEntity> {
  const { wallSeconds } = jobOf(openPolicy(run.runId, run.document, run.policyDigest), run.subject).job.limits;
  if (Date.now() <= status.submittedAt.getTime() + wallSeconds * 1000) return entry;
  return retryOrFail(entry, `the worker was not done within ${wallSeconds} seconds (limits.wallSeconds)`, tools);
}

async function retryOrFail(
  entry: RunLedgerEntity,
  error: string,
  { ledger, engine }: StepTools,
): Promise<RunLedgerEntity> {
  // A lost supervisor can leave a worker behind; two at once would only be in each other's way.
  await engine.stop(attemptKey(entry.runId, entry.attempt));
  const hasTriesLeft = (await ledger.tries(entry.runId)) < triesPerRun;
  return ledger.move(entry, hasTriesLeft ? 'Ordered' : 'Failing', { error, engineHandle: null }, { reason: error });
}
