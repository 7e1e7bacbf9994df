/** How far and how fast. */
export interface Pace {
  /** Logs that became rows, per second. */
  eventsPerSecond: number;
  /** Until the head is reached, at the speed of the last minute; null while that is not known, 0 at the head. */
  secondsLeft: number | null;
}

interface Sample {
  at: number;
  block: number;
  logs: number;
}

const WINDOW_MILLISECONDS = 60_000;

/** The speed of the last minute, from what was reached when. */
export class BackfillPace {
  private samples: Sample[] = [];

  /** Notes how far the rows are now; `at` in milliseconds. */
  note(at: number, block: number, logs: number): void {
    const last = this.samples.at(-1);
    // After a reorg the rows are further back: what was before says nothing about what comes.
    if (last && block < last.block) this.samples = [];
    this.samples.push({ at, block, logs });
    while ((this.samples[1]?.at ?? at) <= at - WINDOW_MILLISECONDS) this.samples.shift();
  }

  /** At the last note. */
  to(head: number): Pace {
    const [first] = this.samples;
    const last = this.samples.at(-1);
    if (!first || !last || last.at === first.at) return { eventsPerSecond: 0, secondsLeft: null };
    const seconds = (last.at - first.at) / 1000;
    const blocks = last.block - first.block;
    const left = Math.max(0, head - last.block);
    return {
      eventsPerSecond: Math.max(0, (last.logs - first.logs) / seconds),
      secondsLeft: left === 0 ? 0 : blocks > 0 ? Math.ceil((left * seconds) / blocks) : null,
    };
  }
}

/** "2 h 5 min", "3 min", "40 s". */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
