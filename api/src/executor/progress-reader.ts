import { progressSchema } from '../abi/progress-schema.js';
import { attemptKey, type Engine } from '../engine/engine.js';
import type { RunLedgerEntity, RunProgressEntity } from '../store/run-ledger.entity.js';
import type { RunLedger } from './run-ledger.js';
import { schemaCheck } from './schema-check.js';

const violationIn = schemaCheck(progressSchema);

type ProgressLine = Pick<RunProgressEntity, 'phase' | 'step' | 'steps' | 'loss' | 'secondsLeft'> & {
  readonly at: string;
};

/** Carries what a worker reports into rows. Where it stopped reading is not kept: rows that exist are not written twice. */
export class ProgressReader {
  private readonly cursors = new Map<string, number>();

  constructor(
    private readonly engine: Engine,
    private readonly ledger: RunLedger,
  ) {}

  /** Reads on to the end of what is there. */
  async read({ runId, attempt }: RunLedgerEntity): Promise<void> {
    const key = attemptKey(runId, attempt);
    for (;;) {
      const cursor = this.cursors.get(key) ?? 0;
      const { lines, nextCursor } = await this.engine.logs(key, 'progress', cursor);
      if (nextCursor === cursor) return;
      const known = lines.map(readLine).filter((line) => line !== null);
      await this.ledger.addProgress(
        runId,
        known.map((line) => ({ ...line, attempt, at: new Date(line.at) })),
      );
      this.cursors.set(key, nextCursor);
    }
  }
}

/** A line that says nothing we know is left out: progress is for people, nothing depends on it. */
function readLine(text: string): ProgressLine | null {
  try {
    const line: unknown = JSON.parse(text);
    return violationIn(line) === null && fits(line as ProgressLine) ? (line as ProgressLine) : null;
  } catch {
    return null;
  }
}

/** What the schema allows and a row cannot hold: leap seconds, and steps beyond 31 bits. */
function fits({ at, step, steps }: ProgressLine): boolean {
  return !Number.isNaN(Date.parse(at)) && Math.max(step, steps) < 2 ** 31;
}
