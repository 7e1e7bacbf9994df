import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eventsOf } from '../store/run-ledger-events.js';
import { logText } from '../store/run-ledger-log.js';

/** The logs of runs, as anybody may check them. */
@Injectable()
export class RunLogQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** The log of a run as JSON Lines; null when no executor here has had the run. */
  async text(runId: string): Promise<string | null> {
    const events = await eventsOf(this.dataSource, runId);
    return events.length === 0 ? null : logText(events);
  }
}
