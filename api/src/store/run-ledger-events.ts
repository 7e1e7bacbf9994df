import type { DataSource, EntityManager } from 'typeorm';
import { RunLedgerEventEntity } from './run-ledger.entity.js';
import { type ChainedEvent, hashOfEvent, type LogHead } from './run-ledger-log.js';

/** A move to write down; its place in the log follows from what is there. */
export interface NewRunEvent {
  runId: string;
  from: string | null;
  to: string;
  attempt: number;
  detail: Record<string, unknown> | null;
}

/**
 * Adds an event to the log of a run. Called in the transaction that moves the run: the lock on its row in `run_ledger`
 * keeps two writers from the same place, and the unique key would refuse the second.
 */
export async function appendRunEvent(db: EntityManager, event: NewRunEvent): Promise<LogHead> {
  const head = await headOf(db, event.runId);
  const chained = {
    ...event,
    detail: plain(event.detail),
    previous: head?.hash ?? null,
    sequence: (head?.sequence ?? 0) + 1,
    at: new Date().toISOString(),
  };
  const hash = hashOfEvent(chained);
  const { runId, from, to, attempt, sequence, previous, at } = chained;
  await db.insert(RunLedgerEventEntity, {
    ...{ runId, sequence, fromState: from, toState: to, attempt, at: new Date(at) },
    ...{ previousHash: previous, hash, detail: (chained.detail ?? undefined) as object | undefined },
  });
  return { sequence, hash };
}

/** The newest event of a run's log; null when it has none. */
export async function headOf(db: EntityManager, runId: string): Promise<LogHead | null> {
  const last = await db.findOne(RunLedgerEventEntity, { where: { runId }, order: { sequence: 'DESC' } });
  return last && { sequence: last.sequence, hash: last.hash };
}

/** The whole log of a run, as it stands in the table: whether it is sound, `faultIn` says. */
export async function eventsOf(dataSource: DataSource, runId: string): Promise<ChainedEvent[]> {
  const rows = await dataSource
    .getRepository(RunLedgerEventEntity)
    .find({ where: { runId }, order: { sequence: 'ASC' } });
  return rows.map((row) => ({
    ...{ previous: row.previousHash, runId: row.runId, sequence: row.sequence, from: row.fromState, to: row.toState },
    ...{ attempt: row.attempt, detail: row.detail as ChainedEvent['detail'], at: row.at.toISOString(), hash: row.hash },
  }));
}

/** What the database gives back unchanged: PostgreSQL holds neither NUL nor half a surrogate pair, not even in JSON. */
function plain(detail: Record<string, unknown> | null): Record<string, unknown> | null {
  if (detail === null || Object.values(detail).every((value) => value === undefined)) return null;
  const keep = (_key: string, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd') : value;
  return JSON.parse(JSON.stringify(detail, keep));
}
