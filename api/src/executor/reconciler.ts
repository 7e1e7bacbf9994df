import type { RunLedgerEntity } from '../store/run-ledger.entity.js';
import { describeJob, openPolicy } from './policy-document.js';
import { RunMovedOn } from './refusals.js';
import { decidedStates, type LedgerState, ledgerState, validateLifecycle } from './run-lifecycle.js';
import type { ChainRun, RunOrders } from './run-orders.js';
import type { RunRegistry } from './run-registry.js';
import { claimAttempt } from './steps/claim-attempt.js';
import { finalizeRun, followChain, orphan, settleChallenge, yieldAttempt } from './steps/follow-chain.js';
import { followTraining } from './steps/follow-training.js';
import { reportFailure } from './steps/report-failure.js';
import type { Step, StepTools } from './steps/step.js';
import { submitJob } from './steps/submit-job.js';
import { keepReceipt, submitReceipt } from './steps/submit-receipt.js';

/** What to do in each state beside following the chain. States without a step only follow. */
const stepOf: Partial<Record<LedgerState, Step>> = {
  Ordered: claimAttempt,
  Claimed: submitJob,
  Training: followTraining,
  Trained: submitReceipt,
  Submitted: keepReceipt,
  Failing: reportFailure,
};

/** More steps than there are states in a row would be a circle. */
const mostStepsAtOnce = 8;

/** Finds the contract of a run. */
export type RegistryOf = (chainId: number, address: string) => RunRegistry;

/**
 * Compares what the chain orders with what is, for every run, and takes the steps between the two. Level-triggered: it
 * does not matter why it is called, how often, or what was missed before.
 */
export class Reconciler {
  private readonly retries = new Map<string, { failures: number; notBefore: number }>();

  constructor(
    private readonly orders: RunOrders,
    private readonly tools: Omit<StepTools, 'registry'>,
    private readonly registryOf: RegistryOf,
    private readonly log: (sentence: string) => void,
  ) {
    validateLifecycle();
  }

  /** Looks at every run once. A run that fails does not stop the others; it is looked at again, later and later. */
  async sweep(): Promise<RunLedgerEntity[]> {
    const orders = new Map((await this.orders.final()).map((run) => [run.runId, run]));
    const known = new Set((await this.tools.ledger.unfinished()).map(({ runId }) => runId));
    for (const run of orders.values()) if (!known.has(run.runId)) await this.guard(run.runId, () => this.open(run));

    const entries = await this.tools.ledger.unfinished();
    for (const entry of entries)
      await this.guard(entry.runId, () => this.advance(entry, orders.get(entry.runId)), entry);
    return entries;
  }

  private async open(run: ChainRun): Promise<void> {
    const policy = openPolicy(run.runId, run.document, run.policyDigest);
    const { runId, chainId, registry, subject, version, orderBlockNumber, orderBlockHash } = run;
    await this.tools.ledger.open({
      ...{ runId, chainId, registry, subject, version, orderBlockNumber, orderBlockHash },
      engine: this.tools.engine.capabilities.name,
      job: describeJob(policy, subject),
      jobDigest: policy.jobDigest,
    });
  }

  private async advance(entry: RunLedgerEntity, run: ChainRun | undefined): Promise<void> {
    // Live already, and the chain says so: nothing is ours to do before the chain says otherwise.
    if (run !== undefined && run.state === entry.state && decidedStates.includes(entry.state)) return;

    const tools = { ...this.tools, registry: this.registryOf(entry.chainId, entry.registry) };
    const standing = await tools.registry.standingOf(entry.orderBlockNumber, entry.orderBlockHash);
    if (standing === 'gone') return this.replaceOrder(entry, run, tools);
    // Rows that are not there yet, or not final for the chain itself, are waited for.
    if (run === undefined || standing !== 'final') return;

    let current = entry.state === 'Orphaned' ? await tools.ledger.move(entry, 'Ordered', { error: null }) : entry;
    for (let taken = 0; taken < mostStepsAtOnce; taken += 1) {
      const before = current.state;
      current = await this.takeStep(current, run, tools);
      if (current.state === before) return;
    }
  }

  private async takeStep(entry: RunLedgerEntity, run: ChainRun, tools: StepTools): Promise<RunLedgerEntity> {
    const followed = await followChain(entry, run, tools);
    const yielded = await yieldAttempt(followed, run, tools);
    if (yielded !== entry) return yielded;

    await finalizeRun(entry, run, tools);
    await settleChallenge(entry, run, tools);
    return (await stepOf[ledgerState(entry.state)]?.(entry, run, tools)) ?? entry;
  }

  /** The block of the order is gone: our work on it ends, until the order is final in another block. */
  private async replaceOrder(entry: RunLedgerEntity, run: ChainRun | undefined, tools: StepTools): Promise<void> {
    const orphaned = entry.state === 'Orphaned' ? entry : await orphan(entry, tools);
    if (orphaned.state !== 'Orphaned' || run === undefined || run.orderBlockHash === entry.orderBlockHash) return;
    const { orderBlockNumber, orderBlockHash } = run;
    await tools.ledger.move(orphaned, 'Ordered', { orderBlockNumber, orderBlockHash, error: null });
  }

  private async guard(runId: string, work: () => Promise<void>, entry?: RunLedgerEntity): Promise<void> {
    const retry = this.retries.get(runId);
    if (retry !== undefined && Date.now() < retry.notBefore) return;
    try {
      await work();
      this.retries.delete(runId);
    } catch (error) {
      if (error instanceof RunMovedOn) return;
      const failures = (retry?.failures ?? 0) + 1;
      this.retries.set(runId, { failures, notBefore: Date.now() + Math.min(60_000, 500 * 2 ** failures) });
      const sentence = (error as Error).message;
      this.log(`run ${runId}: ${sentence}`);
      if (entry !== undefined) await this.tools.ledger.note(entry, sentence);
    }
  }
}
