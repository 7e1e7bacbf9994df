import { jobOf, openPolicy } from '../policy-document.js';
import { JobRefused } from '../refusals.js';
import type { Step } from './step.js';

/**
 * `Claimed`: hands the job to the engine; the revision that it adopts is laid out first. A document that is no job fails the run with the
 * name of the field.
 */
export const submitJob: Step = async (entry, run, { ledger, engine, registry, revisions }) => {
  if (run.state !== 'Open') return entry;
  // Two claims of one sweep can both have found room for themselves.
  if ((await ledger.busyOn(engine.capabilities.name, ['Training'])) >= engine.capabilities.slots) return entry;
  try {
    const { text, job } = jobOf(openPolicy(run.runId, run.document, run.policyDigest), run.subject);
    await registry.assertAgreed(run);
    if (job.objective === 'adopt') await revisions.layOut(job.revision?.digest ?? '');
    const { key } = await engine.submit({ runId: run.runId, attempt: entry.attempt, job: text });
    return ledger.move(entry, 'Training', { engineHandle: key });
  } catch (error) {
    if (!(error instanceof JobRefused)) throw error;
    return ledger.move(entry, 'Failing', { error: error.message });
  }
};
