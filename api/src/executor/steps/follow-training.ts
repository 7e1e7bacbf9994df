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
/** How often a worker that was lost is started again: a machine that goes down says nothing about the job. */
const resumptionsPerRun = 10;

/** `Training`: passes progress on, collects the result, and decides what a failure means. */
export const followTraining: Step = async (entry, run, tools) => {
  const key = attemptKey(entry.runId, entry.attempt);
  const status = await tools.engine.get(key);
  await tools.progress.read(entry);

  if (status === null) return resumeOrRetry(entry, 'the engine no longer knows the attempt', tools);
  if (status.state === 'lost') return resumeOrRetry(entry, status.reason ?? 'the worker was lost', tools);
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
  if (Date.now() <= (status.startedAt?.getTime() ?? Date.now()) + wallSeconds * 1000) return entry;
  return retryOrFail(entry, `the worker was not done within ${wallSeconds} seconds (limits.wallSeconds)`, tools);
}

/** The same attempt once more: the worker goes on from its checkpoint, and the chain need not know. */
async function resumeOrRetry(entry: RunLedgerEntity, error: string, tools: StepTools): Promise<RunLedgerEntity> {
  if ((await tools.ledger.resumptions(entry.runId)) >= resumptionsPerRun) return retryOrFail(entry, error, tools);
  return tools.ledger.move(entry, 'Claimed', { error, engineHandle: null }, { reason: error });
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
