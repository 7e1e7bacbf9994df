import { Injectable } from '@nestjs/common';
import { OrganizationQueries } from './organization.queries.js';
import { ReceiptQueries } from './receipt.queries.js';
import type { Run } from './run.js';
import { RunQueries } from './run.queries.js';
import { runTimeline } from './run-timeline.js';
import type { TimelineEvent } from './timeline.js';

/** What happened to runs, and what comes next by itself. */
@Injectable()
export class RunTimelineQueries {
  constructor(
    private readonly runs: RunQueries,
    private readonly receipts: ReceiptQueries,
    private readonly organizations: OrganizationQueries,
  ) {}

  async ofRun(run: Run): Promise<TimelineEvent[]> {
    const [steps, receipt, head] = await Promise.all([
      this.runs.steps(run.runId),
      this.receipts.ofRun(run.runId),
      this.organizations.head(run.chainId),
    ]);
    return runTimeline(run, steps, receipt, head?.blockAt ?? run.openedAt);
  }
}
