import type { DataSource } from 'typeorm';
import { ChainCursorEntity } from '../../store/chain-cursor.entity.js';
import { LeasedLock } from '../../store/leased-lock.js';
import { RunConfirmationEntity } from '../../store/run-confirmation.entity.js';
import { DegradedRegistryEntity, type RunLedgerEntity, RunProgressEntity } from '../../store/run-ledger.entity.js';
import { eventsOf } from '../../store/run-ledger-events.js';
import type { ChainedEvent } from '../../store/run-ledger-log.js';
import type { SentTransactionEntity } from '../../store/sent-transaction.entity.js';
import { executorLock } from '../leadership.js';
import { RunLedger } from '../run-ledger.js';
import { type ChainRun, RunOrders } from '../run-orders.js';

/** Everything that can be said of a run without asking the chain: it is explained also while nothing answers. */
export interface RunFacts {
  readonly runId: string;
  readonly now: Date;
  readonly run: ChainRun | null;
  readonly entry: RunLedgerEntity | null;
  readonly events: readonly ChainedEvent[];
  readonly cursor: ChainCursorEntity | null;
  readonly degraded: DegradedRegistryEntity | null;
  /** What we signed and have not seen mined. */
  readonly pending: readonly Pick<SentTransactionEntity, 'key' | 'txHash' | 'at'>[];
  readonly progress: RunProgressEntity | null;
  /** What workers of ours found when they carried it out again. */
  readonly confirmations: readonly RunConfirmationEntity[];
  /** Whether an executor acts on this database. */
  readonly isExecutorThere: boolean;
}

/** Gathers what there is about a run. */
export async function factsOf(dataSource: DataSource, runId: string): Promise<RunFacts> {
  const [run, entry] = await Promise.all([
    new RunOrders(dataSource).find(runId),
    new RunLedger(dataSource).find(runId),
  ]);
  const chainId = entry?.chainId ?? run?.chainId ?? 0;
  const registry = entry?.registry ?? run?.registry ?? '';
  const progress = dataSource.getRepository(RunProgressEntity);
  return {
    ...{ runId, run, entry, now: new Date() },
    events: await eventsOf(dataSource, runId),
    cursor: await dataSource.getRepository(ChainCursorEntity).findOneBy({ chainId }),
    degraded: await dataSource.getRepository(DegradedRegistryEntity).findOneBy({ chainId, registry }),
    pending: await dataSource.query(
      `SELECT key, tx_hash AS "txHash", at FROM sent_transaction
       WHERE starts_with(key, $1) AND state IN ('signed', 'sent') ORDER BY at`,
      [`${runId}.`],
    ),
    progress: await progress.findOne({ where: { runId }, order: { attempt: 'DESC', at: 'DESC' } }),
    confirmations: await dataSource.getRepository(RunConfirmationEntity).findBy({ runId }),
    isExecutorThere: await LeasedLock.isTaken(dataSource, executorLock),
  };
}
