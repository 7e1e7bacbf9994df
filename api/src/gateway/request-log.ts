import type { DataSource } from 'typeorm';
import type { Health } from '../health/health.js';
import { GatewayRequestEntity } from '../store/gateway-request.entity.js';
import type { Lane } from './lane.js';
import type { WindowTotals } from './metrics.js';

/** What is kept of one answer: how it went, never what was said. */
export interface MeasuredRequest {
  subject: string;
  runId: string | null;
  lane: Lane;
  status: number;
  latencyMs: number;
  empty: boolean;
  moderated: boolean;
  probe: boolean;
}

/** The totals of a window, and how many of its requests the gateway asked itself. */
export interface MeasuredWindow extends WindowTotals {
  probes: number;
}

/** The measured requests, which is what an observation is made of. */
export class RequestLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly health: Health,
  ) {}

  async record(request: MeasuredRequest): Promise<void> {
    await this.dataSource.getRepository(GatewayRequestEntity).insert(request);
    const { lane, status, probe } = request;
    this.health.count('mandate_gateway_requests_total', 'Answered requests.', 1, {
      lane,
      status,
      probe: String(probe),
    });
  }

  /** What a run's requests on a lane add up to; with `lastSeconds`, only the youngest of them. */
  async totals(runId: string, lane: Lane, lastSeconds: number | null = null): Promise<MeasuredWindow> {
    const [row] = await this.dataSource.query(
      `SELECT count(*)::int AS requests,
              (count(*) FILTER (WHERE status >= 500))::int AS errors,
              (count(*) FILTER (WHERE status < 500 AND empty))::int AS empties,
              (count(*) FILTER (WHERE probe))::int AS probes,
              coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY latency_ms), 0)::int AS "latencyP95Ms"
         FROM gateway_request
        WHERE run_id = $1 AND lane = $2 AND NOT moderated
          AND ($3::int IS NULL OR at >= now() - make_interval(secs => $3::int))`,
      [runId, lane, lastSeconds],
    );
    return row;
  }
}
