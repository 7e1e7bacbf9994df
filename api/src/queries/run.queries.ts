import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { batchBy, indexBy } from './batch.js';
import { type Miss, type MissRow, toMiss } from './gate.js';
import type { Organization } from './organization.js';
import { mapPage, NEWEST_FIRST, type Page, type PageRequest, readPage } from './page.js';
import type { Policy } from './policy.js';
import { type PositionRow, positionOf } from './position.js';
import { RUN_STATES, type Run, type Verdict } from './run.js';
import { RUN_STEPS, RUNS } from './run.sql.js';
import type { TimelineEvent } from './timeline.js';

interface RunRow extends PositionRow {
  chain_id: number;
  contract: string;
  slug: string;
  policy_registry: string;
  run_id: string;
  subject: string;
  version: string;
  state: string;
  attempt: string;
  worker: string | null;
  failure: string | null;
  canary_bps: number | null;
  canary_started_at: Date | null;
  canary_ends_at: Date | null;
  canary_requests: number | string | null;
  training_version: string | null;
  live_version: string | null;
  safety_version: string | null;
  is_rejected: boolean;
  is_activated: boolean;
  is_breached: boolean;
  misses: MissRow[];
}

function canaryOf(row: RunRow): Run['canary'] {
  if (row.canary_bps === null || !row.canary_started_at || !row.canary_ends_at) return null;
  return {
    bps: row.canary_bps,
    startedAt: row.canary_started_at,
    endsAt: row.canary_ends_at,
    requestsRequired: Number(row.canary_requests ?? 0),
  };
}

function verdict(decided: string | null, inForce: string | null, passed: boolean | null): Verdict {
  const version = decided ?? inForce;
  return { safetyVersion: version === null ? null : Number(version), passed };
}

function toRun(row: RunRow): Run {
  const state = row.state.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  return {
    id: row.run_id,
    runId: row.run_id,
    slug: row.slug,
    chainId: row.chain_id,
    registry: row.contract,
    policyRegistry: row.policy_registry,
    subject: row.subject,
    version: Number(row.version),
    state: RUN_STATES.find((name) => name === state) ?? 'OPEN',
    attempt: Number(row.attempt),
    worker: row.worker,
    failure: row.failure,
    openedAt: row.block_at,
    canary: canaryOf(row),
    training: verdict(row.training_version, row.safety_version, trainingPassed(row)),
    live: verdict(row.live_version, row.safety_version, livePassed(row)),
    position: positionOf(row),
  };
}

function trainingPassed(row: RunRow): boolean | null {
  if (row.is_rejected) return false;
  return row.canary_started_at ? true : null;
}

/** A breach after the activation is the later word. */
function livePassed(row: RunRow): boolean | null {
  if (row.is_breached) return false;
  return row.is_activated ? true : null;
}

/** Runs as they stand on chain. */
@Injectable()
export class RunQueries {
  private readonly rows = batchBy<string, RunRow>(
    (runId) => runId,
    async (runIds) =>
      indexBy(await this.db.query<RunRow[]>(`${RUNS} where r.run_id = any($1)`, [runIds]), (row) => row.run_id),
  );

  constructor(private readonly db: DataSource) {}

  async byId(runId: string): Promise<Run | null> {
    if (!/^0x[0-9a-fA-F]{64}$/.test(runId)) return null;
    const row = await this.rows.load(runId.toLowerCase());
    return row && toRun(row);
  }

  /** The runs that policies opened, in the order of the policies. */
  async ofPolicies(policies: Policy[]): Promise<Run[]> {
    const runs = await Promise.all(policies.map(({ runId }) => (runId ? this.byId(runId) : null)));
    return runs.filter((run) => run !== null);
  }

  /** What the contract found missed when it refused the run or took it out. */
  async misses(runId: string): Promise<Miss[]> {
    const row = await this.rows.load(runId);
    return row ? row.misses.map(toMiss) : [];
  }

  /** What happened, in the order of the chain. */
  async steps(runId: string): Promise<TimelineEvent[]> {
    const rows = await this.db.query<Omit<TimelineEvent, 'isFuture'>[]>(RUN_STEPS, [runId]);
    return rows.map((row) => ({ ...row, isFuture: false }));
  }

  /** Newest first. */
  async page(organization: Organization, request?: PageRequest | null): Promise<Page<Run>> {
    const source = `${RUNS} where o.slug = $1`;
    const page = await readPage<RunRow>(this.db, { source, params: [organization.slug], ...NEWEST_FIRST }, request);
    return mapPage(page, toRun);
  }
}
