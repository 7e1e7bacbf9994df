import { OutOfGasMoney } from '../chain/chain-errors.js';
import type { RunLedgerEntity } from '../store/run-ledger.entity.js';
import type { Alarms } from './alarms.js';
import { describeJob, openPolicy } from './policy-document.js';
import { FinalityBroken, RunMovedOn, WitnessesDisagree } from './refusals.js';
import { decidedStates, type LedgerState, ledgerState, validateLifecycle } from './run-lifecycle.js';
import type { ChainRun, RunOrders } from './run-orders.js';
import type { RunRegistry } from './run-registry.js';
import { claimAttempt } from './steps/claim-attempt.js';
import { assertDecisionStands, assertEndStands, replaceOrder } from './steps/face-reorg.js';
import { finalizeRun, followChain, settleChallenge, yieldAttempt } from './steps/follow-chain.js';
import { followTraining } from './steps/follow-training.js';
import { honourRequest } from './steps/honour-request.js';
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

/** Later and later, but never so late that a run would wait for long once what was in its way is gone. */
const retryMilliseconds = (failures: number) => Math.min(8_000, 250 * 2 ** failures);

/**
 * Compares what the chain orders with what is, for every run, and takes the steps between the two. Level-triggered: it
 * does not matter why it is called, how often, or what was missed before.
 */
export class Reconciler {
  private readonly retries = new Map<string, { failures: number; notBefore: number; sentence: string }>();

  constructor(
    private readonly orders: RunOrders,
    private readonly tools: Omit<StepTools, 'registry'>,
    private readonly registryOf: RegistryOf,
    private readonly alarms: Alarms,
    private readonly log: (sentence: string) => void,
  ) {
    validateLifecycle();
  }

  /** Looks at every run once. A run that fails does not stop the others; it is looked at again, later and later. */
  async sweep(): Promise<RunLedgerEntity[]> {
    const outOfBounds = await this.outOfBounds();
    const orders = new Map((await this.orders.final()).map((run) => [run.runId, run]));
    const known = new Set((await this.tools.ledger.unfinished()).map(({ runId }) => runId));
    for (const run of orders.values()) if (!known.has(run.runId)) await this.guard(run.runId, () => this.open(run));

    const entries = await this.tools.ledger.unfinished();
    for (const entry of entries) {
      if (entry.request === 'retry') this.retries.delete(entry.runId);
      await this.within(outOfBounds, entry, () => this.advance(entry, orders.get(entry.runId)));
    }
    for (const entry of await this.tools.ledger.contradicted()) {
      await this.within(outOfBounds, entry, () => assertEndStands(entry, this.toolsFor(entry)));
    }
    await this.lookForMoney();
    return entries;
  }

  /** Does the work of a run whose registry is not out of bounds; one that gets so at this run is for the next. */
  private async within(outOfBounds: Set<string>, entry: RunLedgerEntity, work: () => Promise<void>): Promise<void> {
    if (outOfBounds.has(placeOf(entry))) return;
    const isDegraded = await this.guard(entry.runId, work, entry);
    if (isDegraded) for (const place of await this.outOfBounds()) outOfBounds.add(place);
  }

  private toolsFor({ chainId, registry }: RunLedgerEntity): StepTools {
    return { ...this.tools, registry: this.registryOf(chainId, registry) };
  }

  private async outOfBounds(): Promise<Set<string>> {
    const degraded = await this.tools.degradation.all();
    this.alarms.showDegraded(degraded);
    return new Set(degraded.map(placeOf));
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

    const tools = this.toolsFor(entry);
    const standing = await tools.registry.standingOf(entry.orderBlockNumber, entry.orderBlockHash);
    if (standing === 'gone') return replaceOrder(entry, run, tools);
    // Rows that are not there yet, or not final for the chain itself, are waited for.
    if (run === undefined || standing !== 'final') return;
    await assertDecisionStands(entry, run, tools);

    let current = entry.state === 'Orphaned' ? await tools.ledger.move(entry, 'Ordered', { error: null }) : entry;
    for (let taken = 0; taken < mostStepsAtOnce; taken += 1) {
      const before = current;
      current = await this.takeStep(current, run, tools);
      if (current.state === before.state && current.request === before.request) return;
    }
  }

  private async takeStep(entry: RunLedgerEntity, run: ChainRun, tools: StepTools): Promise<RunLedgerEntity> {
    const followed = await followChain(entry, run, tools);
    const yielded = await yieldAttempt(followed, run, tools);
    if (yielded !== entry) return yielded;
    const honoured = await honourRequest(entry, run, tools);
    if (honoured !== entry) return honoured;

    await finalizeRun(entry, run, tools);
    await settleChallenge(entry, run, tools);
    return (await stepOf[ledgerState(entry.state)]?.(entry, run, tools)) ?? entry;
  }

  /** Does the work of one run, and waits longer after each failure. True when its registry turned out to be degraded. */
  private async guard(runId: string, work: () => Promise<void>, entry?: RunLedgerEntity): Promise<boolean> {
    const retry = this.retries.get(runId);
    if (retry !== undefined && Date.now() < retry.notBefore) return false;
    try {
      await work();
      this.retries.delete(runId);
      // What we said of it no longer holds; what a step said of it does.
      if (entry !== undefined && retry?.sentence === entry.error) await this.tools.ledger.note(entry, null);
      return false;
    } catch (error) {
      if (error instanceof RunMovedOn) return false;
      await this.complain(runId, error as Error, entry);
      return error instanceof FinalityBroken;
    }
  }

  private async complain(runId: string, error: Error, entry?: RunLedgerEntity): Promise<void> {
    const failures = (this.retries.get(runId)?.failures ?? 0) + 1;
    const sentence = error.message;
    this.retries.set(runId, { failures, notBefore: Date.now() + retryMilliseconds(failures), sentence });
    this.log(`run ${runId}: ${sentence}`);
    if (error instanceof WitnessesDisagree) this.alarms.disagreement(error.chainId);
    if (error instanceof OutOfGasMoney) this.alarms.outOfGasMoney(error);
    if (entry === undefined) return;
    if (error instanceof FinalityBroken) await this.tools.degradation.declare(entry, sentence);
    await this.tools.ledger.note(entry, sentence);
  }

  /** An alarm about money ends when there is money, not only when the transaction that lacked it goes through. */
  private async lookForMoney(): Promise<void> {
    for (const { chainId, account, neededWei } of this.alarms.outOfMoney()) {
      const entry = (await this.tools.ledger.unfinished()).find((one) => one.chainId === chainId);
      const registry = entry && this.registryOf(chainId, entry.registry);
      const balanceWei = await registry?.balanceWei().catch(() => 0n);
      if (balanceWei === undefined || balanceWei >= neededWei) this.alarms.hasGasMoney(chainId, account);
    }
  }
}

const placeOf = ({ chainId, registry }: { chainId: number; registry: string }) => `${chainId} ${registry}`;
