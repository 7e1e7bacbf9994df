import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { batchBy, indexBy } from './batch.js';
import type { LedgerEntry, LossPoint, Progress } from './progress.js';

interface ProgressRow {
  run_id: string;
  attempt: number;
  phase: string;
  step: number;
  steps: number;
  loss: number | null;
  seconds_left: number | null;
  at: Date;
}

/** What our own executor knows of runs: the ledger and the worker's progress. Runs of other executors have none. */
@Injectable()
export class ProgressQueries {
  private readonly latest = batchBy<string, Progress>(
    (runId) => runId,
    async (runIds) => {
      const rows = await this.db.query<ProgressRow[]>(
        `select distinct on (run_id) * from run_progress where run_id = any($1)
         order by run_id, attempt desc, at desc, step desc`,
        [runIds],
      );
      return new Map(
        rows.map(({ run_id: runId, seconds_left: secondsLeft, ...row }) => [runId, { ...row, secondsLeft }]),
      );
    },
  );

  private readonly ledger = batchBy<string, LedgerEntry>(
    (runId) => runId,
    async (runIds) => {
      const rows = await this.db.query<LedgerEntry[]>(
        `select run_id as "runId", state, job_digest as "jobDigest", error,
           (result ->> 'trainSeconds')::double precision as "trainSeconds" from run_ledger where run_id = any($1)`,
        [runIds],
      );
      return indexBy(rows, (row) => row.runId);
    },
  );

  constructor(private readonly db: DataSource) {}

  ofRun(runId: string): Promise<Progress | null> {
    return this.latest.load(runId);
  }

  ledgerOf(runId: string): Promise<LedgerEntry | null> {
    return this.ledger.load(runId);
  }

  /** The loss curve of the last attempt, thinned out evenly to about `limit` points; the last one is always there. */
  losses(runId: string, limit: number): Promise<LossPoint[]> {
    return this.db.query<LossPoint[]>(
      `with curve as (
         select step, loss, row_number() over (order by step desc) - 1 as place, count(*) over () as total
         from run_progress
         where run_id = $1 and phase = 'train' and loss is not null
           and attempt = (select max(attempt) from run_progress where run_id = $1)
       )
       select step, loss from curve where place % greatest(1, ceil(total::numeric / $2)::bigint) = 0 order by step`,
      [runId, limit],
    );
  }
}
