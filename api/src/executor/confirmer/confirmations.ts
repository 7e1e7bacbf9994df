import type { DataSource } from 'typeorm';
import { ReceiptConfirmedEntity, ReceiptSubmittedEntity } from '../../store/receipt.entity.js';
import { RunConfirmationEntity } from '../../store/run-confirmation.entity.js';
import { type ChainRun, RunOrders } from '../run-orders.js';

/** A receipt that another worker has on record, and that can still be confirmed. */
export interface ReceiptOnRecord {
  readonly run: ChainRun;
  readonly attempt: number;
  readonly worker: string;
  /** bytes32, as in the event. */
  readonly artifactDigest: string;
  readonly provenanceDigest: string;
}

/** How a re-execution came out. */
export type ConfirmationState = 'Executing' | 'Same' | 'Differs' | 'Unable';

/** Our side's truth about the receipts of others that a worker of ours re-executes. */
export class Confirmations {
  private readonly orders: RunOrders;

  constructor(
    private readonly dataSource: DataSource,
    private readonly worker: string,
  ) {
    this.orders = new RunOrders(dataSource);
  }

  /** Receipts of others in final blocks, of runs that are still Submitted, that this worker has not confirmed on chain. */
  async open(): Promise<ReceiptOnRecord[]> {
    const runs = (await this.orders.final()).filter((run) => run.state === 'Submitted' && run.isStateFinal);
    const found = await Promise.all(runs.map((run) => this.receiptOf(run)));
    return found.filter((receipt) => receipt !== null && receipt.worker !== this.worker) as ReceiptOnRecord[];
  }

  /** The entry of a receipt, made when there is none. */
  async entryOf({ run: { runId }, attempt }: ReceiptOnRecord): Promise<RunConfirmationEntity> {
    const key = { runId, attempt, worker: this.worker };
    const entries = this.dataSource.getRepository(RunConfirmationEntity);
    await entries
      .createQueryBuilder()
      .insert()
      .values({ ...key, state: 'Executing' })
      .orIgnore()
      .execute();
    return entries.findOneByOrFail(key);
  }

  /** Writes down how it came out, once: what was found is not found otherwise later. */
  async settle(entry: RunConfirmationEntity, state: ConfirmationState, artifactDigest: string | null, note: string) {
    const { runId, attempt, worker } = entry;
    const changes = { state, artifactDigest, note, updatedAt: new Date() };
    const entries = this.dataSource.getRepository(RunConfirmationEntity);
    await entries.update({ runId, attempt, worker, state: 'Executing' }, changes);
    Object.assign(entry, changes);
  }

  private async receiptOf(run: ChainRun): Promise<ReceiptOnRecord | null> {
    const { runId, chainId, registry: contract, attempt } = run;
    const where = { runId, chainId, contract, attempt };
    const receipt = await this.dataSource.getRepository(ReceiptSubmittedEntity).findOneBy(where);
    const own = { ...where, worker: this.worker };
    const isDone = await this.dataSource.getRepository(ReceiptConfirmedEntity).existsBy(own);
    if (receipt === null || isDone) return null;
    const { worker, artifactDigest, provenanceDigest } = receipt;
    return { run, attempt, worker, artifactDigest, provenanceDigest };
  }
}
