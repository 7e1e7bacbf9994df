import path from 'node:path';
import type { ArtifactStore } from '../../artifacts/artifact-store.js';
import { type AttemptStatus, attemptKey, type Engine } from '../../engine/engine.js';
import type { RunConfirmationEntity } from '../../store/run-confirmation.entity.js';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import type { Alarms } from '../alarms.js';
import type { Degradation } from '../degradation.js';
import { jobOf, openPolicy } from '../policy-document.js';
import { receiptOf } from '../receipt.js';
import type { RegistryOf } from '../reconciler.js';
import { WitnessesDisagree } from '../refusals.js';
import { type RunResult, readResult } from '../result-document.js';
import type { RevisionInputs } from '../revision-inputs.js';
import type { Confirmations, ReceiptOnRecord } from './confirmations.js';
import { firstDifference } from './first-difference.js';

/** What a confirmer works with. Its engine has a directory of its own: it never finds the attempt that it is to repeat. */
export interface ConfirmerTools {
  readonly confirmations: Confirmations;
  readonly engine: Engine;
  readonly artifacts: ArtifactStore;
  readonly revisions: RevisionInputs;
  readonly registryOf: RegistryOf;
  readonly degradation: Degradation;
  readonly alarms: Alarms;
}

/** Its last bits may differ from run to run: another digest would prove nothing. */
const inexact = 'cuda-bf16';

/**
 * Carries out again what other workers have submitted, with another worker's key. The same artifact is confirmed on chain.
 * Another one never is: it is said, with the first step that differs, and people decide whether to challenge.
 */
export class Confirmer {
  constructor(
    private readonly tools: ConfirmerTools,
    private readonly log: (sentence: string) => void,
  ) {}

  /** Looks at every receipt that can be confirmed, once. */
  async sweep(): Promise<RunLedgerEntity[]> {
    const open = await this.receipts();
    await this.stopOthers(open);
    const contradicted: string[] = [];
    for (const receipt of open) {
      try {
        const entry = await this.tools.confirmations.entryOf(receipt);
        await this.advance(receipt, entry);
        if (entry.state === 'Differs') contradicted.push(sentenceOf(receipt, entry));
      } catch (error) {
        if (error instanceof WitnessesDisagree) this.tools.alarms.disagreement(error.chainId);
        this.log(`confirming run ${receipt.run.runId}: ${(error as Error).message}`);
      }
    }
    this.tools.alarms.showContradictions(contradicted);
    return [];
  }

  /** Receipts of registries that are not out of bounds. */
  private async receipts(): Promise<ReceiptOnRecord[]> {
    const degraded = await this.tools.degradation.all();
    this.tools.alarms.showDegraded(degraded);
    const open = await this.tools.confirmations.open();
    return open.filter(
      ({ run }) => !degraded.some((one) => one.chainId === run.chainId && one.registry === run.registry),
    );
  }

  /** Ends what nobody waits for any more: the receipt is final, or the run has ended. */
  private async stopOthers(open: readonly ReceiptOnRecord[]): Promise<void> {
    const wanted = new Set(open.map(({ run, attempt }) => attemptKey(run.runId, attempt)));
    for (const { key, state } of await this.tools.engine.list()) {
      if (state === 'running' && !wanted.has(key)) await this.tools.engine.stop(key);
    }
  }

  private async advance(receipt: ReceiptOnRecord, entry: RunConfirmationEntity): Promise<void> {
    if (entry.state === 'Executing') await this.follow(receipt, entry);
    if (entry.state === 'Same') await this.confirm(receipt);
  }

  private async follow(receipt: ReceiptOnRecord, entry: RunConfirmationEntity): Promise<void> {
    const { confirmations, engine } = this.tools;
    const status = await engine.get(attemptKey(receipt.run.runId, receipt.attempt));
    if (status === null || status.state === 'lost') return this.execute(receipt, entry);
    if (status.state === 'running') return;
    if (status.state === 'succeeded') return this.compare(receipt, entry, status);
    await confirmations.settle(entry, 'Unable', null, status.reason ?? status.state);
    this.log(`run ${receipt.run.runId} cannot be re-executed here: ${entry.note}`);
  }

  private async execute({ run, attempt }: ReceiptOnRecord, entry: RunConfirmationEntity): Promise<void> {
    const { confirmations, engine, registryOf, revisions } = this.tools;
    const running = (await engine.list()).filter(({ state }) => state === 'running');
    if (running.length >= engine.capabilities.slots) return;
    await registryOf(run.chainId, run.registry).assertAgreed(run);
    const { job, text } = jobOf(openPolicy(run.runId, run.document, run.policyDigest), run.subject);
    if (job.determinism === inexact) {
      return confirmations.settle(
        entry,
        'Unable',
        null,
        `a job of the class ${inexact} is not repeated to the last bit`,
      );
    }
    if (job.objective === 'adopt') await revisions.layOut(job.revision?.digest ?? '');
    await engine.submit({ runId: run.runId, attempt, job: text });
  }

  private async compare(receipt: ReceiptOnRecord, entry: RunConfirmationEntity, { resultDirectory }: AttemptStatus) {
    const { confirmations, artifacts, alarms } = this.tools;
    const directory = resultDirectory ?? '';
    await this.resultOf(receipt, directory);
    // By the bytes, never by what a result says of them.
    const { digest } = await artifacts.put(path.join(directory, 'adapter'));
    if (`0x${digest.slice('sha256:'.length)}` === receipt.artifactDigest) {
      return confirmations.settle(entry, 'Same', digest, 'the same artifact');
    }
    const difference = await firstDifference(receipt, directory, artifacts);
    await confirmations.settle(entry, 'Differs', digest, difference);
    alarms.contradiction(sentenceOf(receipt, entry));
  }

  /** Until the chain has it: sending again sends the same. */
  private async confirm(receipt: ReceiptOnRecord): Promise<void> {
    const { engine, registryOf } = this.tools;
    const { run, attempt } = receipt;
    const registry = registryOf(run.chainId, run.registry);
    const status = await engine.get(attemptKey(run.runId, attempt));
    const result = await this.resultOf(receipt, status?.resultDirectory ?? '');
    const own = receiptOf(result, run.runId, registry.worker, result.provenanceDigest);
    await registry.confirmReceipt(run, own, await registry.sign(own));
  }

  private async resultOf({ run, attempt }: ReceiptOnRecord, directory: string): Promise<RunResult> {
    const { jobDigest } = openPolicy(run.runId, run.document, run.policyDigest);
    return readResult(directory, { runId: run.runId, attempt, jobDigest });
  }
}

const sentenceOf = ({ run, attempt, worker, artifactDigest }: ReceiptOnRecord, entry: RunConfirmationEntity) =>
  `Run ${run.runId}, attempt ${attempt}: the receipt of ${worker} has the artifact ${artifactDigest}, re-executed it is ${entry.artifactDigest} (${entry.note}). It is not confirmed, and can be challenged until ${run.finalizableAt?.toISOString()}.`;
