import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { batchBy, indexBy } from './batch.js';
import { formatE6 } from './fixed-point.js';
import type { Organization } from './organization.js';
import { mapPage, NEWEST_FIRST, type Page, type PageRequest, readPage } from './page.js';
import { type PositionRow, positionOf } from './position.js';
import type { Metric, Observation, Receipt } from './receipt.js';

/** A metric as it stands in jsonb. */
export interface MetricRow {
  name: string;
  valueE6: string;
}

interface ReceiptRow extends PositionRow {
  run_id: string;
  attempt: string;
  worker: string;
  artifact_digest: string;
  evaluation_digest: string;
  provenance_digest: string;
  metrics: MetricRow[];
  confirmations: number;
  final_at: Date;
}

interface ObservationRow extends PositionRow {
  run_id: string;
  worker: string;
  requests: string;
  metrics: MetricRow[];
}

const RECEIPTS = `
  select r.*, coalesce((select max(c.confirmations) from receipt_confirmed c
    where c.chain_id = r.chain_id and c.contract = r.contract and c.run_id = r.run_id and c.attempt = r.attempt),
    0)::int as confirmations,
    (select f.finalizable_at from receipt_final f
     where f.chain_id = r.chain_id and f.contract = r.contract and f.run_id = r.run_id) as final_at
  from receipt_submitted r`;

/** A run is its registry's own: what other contracts say of it is not about it. */
const ofItsRegistry = (fact: string) => `exists (select from run_opened o
    where o.chain_id = ${fact}.chain_id and o.contract = ${fact}.contract and o.run_id = ${fact}.run_id)`;

const OBSERVATIONS = ['run_activated', 'run_rolled_back']
  .map(
    (fact) => `select run_id, worker, requests, metrics, block_number, log_index, tx_hash, block_at from ${fact}
    where run_id = any($1) and ${ofItsRegistry(fact)}`,
  )
  .join(' union all ');

const toMetric = (row: MetricRow): Metric => ({ name: row.name, value: formatE6(row.valueE6) });

function toReceipt(row: ReceiptRow): Receipt {
  return {
    runId: row.run_id,
    attempt: Number(row.attempt),
    worker: row.worker,
    artifactDigest: row.artifact_digest,
    evaluationDigest: row.evaluation_digest,
    provenanceDigest: row.provenance_digest,
    metrics: row.metrics.map(toMetric),
    confirmations: row.confirmations,
    finalizableAt: row.final_at,
    position: positionOf(row),
  };
}

/** What workers and the gateway stated on chain. */
@Injectable()
export class ReceiptQueries {
  private readonly receipts = batchBy<string, Receipt>(
    (runId) => runId,
    async (runIds) => {
      const rows = await this.db.query<ReceiptRow[]>(
        `select distinct on (r.run_id) r.* from (${RECEIPTS}) r where r.run_id = any($1) and ${ofItsRegistry('r')}
         order by r.run_id, r.block_number desc, r.log_index desc`,
        [runIds],
      );
      return indexBy(rows.map(toReceipt), (receipt) => receipt.runId);
    },
  );

  private readonly observations = batchBy<string, Observation>(
    (runId) => runId,
    async (runIds) => {
      const rows = await this.db.query<ObservationRow[]>(
        `select distinct on (run_id) * from (${OBSERVATIONS}) x order by run_id, block_number desc, log_index desc`,
        [runIds],
      );
      return new Map(
        rows.map((row) => [
          row.run_id,
          {
            worker: row.worker,
            requests: Number(row.requests),
            metrics: row.metrics.map(toMetric),
            position: positionOf(row),
          },
        ]),
      );
    },
  );

  constructor(private readonly db: DataSource) {}

  /** The receipt of a run's last attempt that got so far. */
  ofRun(runId: string): Promise<Receipt | null> {
    return this.receipts.load(runId);
  }

  /** The last observation that moved the run. */
  observationOf(runId: string): Promise<Observation | null> {
    return this.observations.load(runId);
  }

  /** Newest first. */
  async page(organization: Organization, request?: PageRequest | null): Promise<Page<Receipt>> {
    const source = `${RECEIPTS} where r.chain_id = $1 and r.contract = $2`;
    const params = [organization.chainId, organization.addresses.runRegistry];
    return mapPage(await readPage<ReceiptRow>(this.db, { source, params, ...NEWEST_FIRST }, request), toReceipt);
  }
}
