/** What `mandate_block` carries: rows up to this block are committed. */
export interface BlockNotification {
  chainId: number;
  blockNumber: number;
}

/** Anything that runs SQL: a data source, a transaction, a query runner. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** What `mandate_block` carries, as it is sent. */
export const blockPayload = (notification: BlockNotification): string => JSON.stringify(notification);

/** Wakes who waits for rows of a chain; delivered when the transaction commits. */
export async function notifyBlock(db: Queryable, notification: BlockNotification): Promise<void> {
  await db.query(`SELECT pg_notify('mandate_block', $1)`, [blockPayload(notification)]);
}

/** Wakes who waits for a run's ledger or progress; delivered when the transaction commits. */
export async function notifyRun(db: Queryable, runId: string): Promise<void> {
  await db.query(`SELECT pg_notify('mandate_run', $1)`, [runId]);
}

/** Wakes the executor for what an operator asks of a run; delivered when the transaction commits. */
export async function notifyRequest(db: Queryable, runId: string): Promise<void> {
  await db.query(`SELECT pg_notify('mandate_request', $1)`, [runId]);
}
