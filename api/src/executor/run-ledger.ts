import { type DataSource, In, Like } from 'typeorm';
import type { StoredArtifact } from '../artifacts/artifact-store.js';
import { ArtifactEntity } from '../store/artifact.entity.js';
import { notifyRequest, notifyRun } from '../store/notification.js';
import { RunLedgerEntity, RunLedgerEventEntity, RunProgressEntity } from '../store/run-ledger.entity.js';
import { appendRunEvent, headOf } from '../store/run-ledger-events.js';
import type { LogHead } from '../store/run-ledger-log.js';
import { SentTransactionEntity } from '../store/sent-transaction.entity.js';
import { detailOf, type LedgerChanges } from './move-detail.js';
import { RunMovedOn } from './refusals.js';
import { assertMove, engineStates, type LedgerState, ledgerState } from './run-lifecycle.js';

/** What a new entry of the ledger says. */
export type NewEntry = Pick<
  RunLedgerEntity,
  | 'runId'
  | 'chainId'
  | 'registry'
  | 'subject'
  | 'version'
  | 'engine'
  | 'job'
  | 'jobDigest'
  | 'orderBlockNumber'
  | 'orderBlockHash'
>;

/** Our side's truth about every run. A move is one conditional update: of two executors only one can win it. */
export class RunLedger {
  constructor(private readonly dataSource: DataSource) {}

  /** Every entry that still can go somewhere. */
  async unfinished(): Promise<RunLedgerEntity[]> {
    return this.dataSource
      .getRepository(RunLedgerEntity)
      .createQueryBuilder('entry')
      .where("entry.state NOT IN ('Rejected', 'Failed', 'RolledBack', 'Superseded')")
      .orderBy('entry.created_at')
      .getMany();
  }

  /** Entries that have ended and of which the rows of the chain tell otherwise, or nothing; some of them, if there are many. */
  async contradicted(): Promise<RunLedgerEntity[]> {
    return this.dataSource
      .getRepository(RunLedgerEntity)
      .createQueryBuilder('entry')
      .innerJoin('organization', 'organization', 'organization.run_registry = entry.registry')
      .leftJoin('run_state', 'now_at', 'now_at.run_id = entry.run_id AND now_at.contract = entry.registry')
      .where("entry.state IN ('Rejected', 'Failed', 'RolledBack', 'Superseded')")
      .andWhere('now_at.state IS DISTINCT FROM entry.state')
      .orderBy('entry.updated_at', 'DESC')
      .limit(5)
      .getMany();
  }

  /** Writes an order down, once. */
  async open(entry: NewEntry): Promise<void> {
    await this.dataSource.transaction(async (db) => {
      const row = { ...entry, job: entry.job as object, state: 'Ordered' satisfies LedgerState, attempt: 0 };
      const { raw } = await db
        .createQueryBuilder()
        .insert()
        .into(RunLedgerEntity)
        .values(row)
        .orIgnore()
        .returning('run_id')
        .execute();
      if ((raw as unknown[]).length === 0) return;
      const { runId, chainId, registry, subject, version, jobDigest, orderBlockNumber, orderBlockHash } = entry;
      const detail = { chainId, registry, subject, version, jobDigest, orderBlockNumber, orderBlockHash };
      await appendRunEvent(db, { runId, from: null, to: 'Ordered', attempt: 0, detail });
      await notifyRun(db, runId);
    });
  }

  /**
   * Moves a run on, with its event and its wake-up, all or nothing. Throws when somebody else moved it first. Where the
   * answer to COMMIT is lost the next sweep finds out: the move is there, or it is made then.
   */
  async move(
    entry: RunLedgerEntity,
    to: LedgerState,
    changes: LedgerChanges = {},
    detail: Record<string, unknown> | null = null,
    isRepair = false,
  ): Promise<RunLedgerEntity> {
    assertMove(ledgerState(entry.state), to, isRepair);
    const moved = { ...entry, ...changes, state: to, updatedAt: new Date() };
    await this.dataSource.transaction(async (db) => {
      const { runId, state, attempt } = entry;
      const { affected } = await db.update(RunLedgerEntity, { runId, state, attempt }, changesOf(moved));
      if (affected !== 1) throw new RunMovedOn(runId, state, to);
      const told = detailOf(changes, detail);
      await appendRunEvent(db, { runId, from: state, to, attempt: moved.attempt, detail: told });
      await notifyRun(db, runId);
    });
    return moved;
  }

  /** Says why a run does not move, or (null) that nothing is in its way any more. */
  async note(entry: RunLedgerEntity, error: string | null): Promise<void> {
    if (entry.error === error) return;
    const { runId, state, attempt } = entry;
    await this.dataSource.getRepository(RunLedgerEntity).update({ runId, state, attempt }, { error });
    entry.error = error;
  }

  /** The entry of a run; null for one that nobody of us has written down. */
  async find(runId: string): Promise<RunLedgerEntity | null> {
    return this.dataSource.getRepository(RunLedgerEntity).findOneBy({ runId });
  }

  /** Entries of a chain that a repair may concern: those that we have acted on. */
  async actedOn(chainId: number): Promise<RunLedgerEntity[]> {
    const entries = await this.dataSource.getRepository(RunLedgerEntity).findBy({ chainId });
    const acted = await Promise.all(entries.map((entry) => this.hasActed(entry)));
    return entries.filter((_, index) => acted[index]);
  }

  /** Whether anything of ours about this run can have reached the chain. */
  async hasActed({ runId, attempt }: RunLedgerEntity): Promise<boolean> {
    if (attempt > 0) return true;
    const sent = this.dataSource.getRepository(SentTransactionEntity);
    return sent.existsBy({ key: Like(`${runId}.%`) });
  }

  /** Writes down, or (null) takes back, what an operator asks for, and wakes the executor. */
  async ask(runId: string, request: string | null): Promise<void> {
    await this.dataSource.transaction(async (db) => {
      await db.update(RunLedgerEntity, { runId }, { request });
      await notifyRequest(db, runId);
    });
  }

  /** Where the log of a run stands; every run that is in the ledger has one. */
  async headOf(runId: string): Promise<LogHead> {
    const head = await headOf(this.dataSource.manager, runId);
    if (head === null) throw new Error(`the log of run ${runId} is empty`);
    return head;
  }

  /** How many attempts at this run were ours. */
  async tries(runId: string): Promise<number> {
    return this.countMoves(runId, 'Ordered', 'Claimed');
  }

  /** How often a lost worker of this run was started again. */
  async resumptions(runId: string): Promise<number> {
    return this.countMoves(runId, 'Training', 'Claimed');
  }

  private countMoves(runId: string, fromState: LedgerState, toState: LedgerState): Promise<number> {
    return this.dataSource.getRepository(RunLedgerEventEntity).countBy({ runId, fromState, toState });
  }

  /** How many runs keep an engine busy. */
  async busyOn(engine: string, states: readonly LedgerState[] = engineStates): Promise<number> {
    return this.dataSource.getRepository(RunLedgerEntity).countBy({ engine, state: In(states) });
  }

  /** Appends what the worker reported; a line that is known already is not written again. */
  async addProgress(runId: string, lines: readonly Omit<RunProgressEntity, 'runId'>[]): Promise<void> {
    if (lines.length === 0) return;
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(RunProgressEntity)
      .values(lines.map((line) => ({ ...line, runId })))
      .orIgnore()
      .execute();
    await notifyRun(this.dataSource, runId);
  }

  /** Remembers where an artifact is kept. */
  async addArtifact(kind: string, artifact: StoredArtifact): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(ArtifactEntity)
      .values({ kind, ...artifact })
      .orIgnore()
      .execute();
  }
}

function changesOf(moved: RunLedgerEntity): Record<string, unknown> {
  const { runId: _runId, createdAt: _createdAt, job: _job, ...changes } = moved;
  return changes;
}
