import { AttemptDirectory } from '../attempt-directory.js';

/**
 * An attempt whose starts are jobs of a cluster. `submission.<n>` says that the nth was to be handed in, and holds the
 * scheduler's id as soon as it was; `process.<n>` is made by the job itself when it begins.
 */
export class ClusterAttempt extends AttemptDirectory {
  /** The path of the script that carries out the nth start. */
  script(start: number): string {
    return this.file(`start.${start}`);
  }

  async writeScript(start: number, text: string): Promise<void> {
    await this.write(`start.${start}`, text);
  }

  /** Noted before the job is handed in: whoever wants to stop it knows that it may come. */
  async intend(start: number): Promise<void> {
    if ((await this.read(`submission.${start}`)) === null) await this.write(`submission.${start}`, '');
  }

  async recordSubmission(start: number, id: string): Promise<void> {
    await this.write(`submission.${start}`, id);
  }

  /** What the scheduler calls the nth start, or null while it is not known to have taken it. */
  async submission(start: number): Promise<string | null> {
    return (await this.read(`submission.${start}`)) || null;
  }
}
