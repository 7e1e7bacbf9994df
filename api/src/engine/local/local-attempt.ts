import { AttemptDirectory } from '../attempt-directory.js';
import type { ProcessIdentity } from './process-identity.js';

/** A supervisor that has not said who it is within this time died before it could. */
const startingMilliseconds = 10_000;

/** An attempt whose starts are processes of this machine. */
export class LocalAttempt extends AttemptDirectory {
  /** The supervisor of a start (the newest): `starting` while it has not yet written who it is, null if it died before. */
  async supervisor(start?: number): Promise<ProcessIdentity | 'starting' | null> {
    const which = start ?? (await this.starts());
    const begunAt = await this.begunAt(which);
    if (begunAt === null) return null;
    const [pid, startedAt] = ((await this.read(`process.${which}`)) ?? '').trimEnd().split('\n');
    if (pid && startedAt) return { pid: Number(pid), startedAt: startedAt.split(/\s+/).join(' ').trim() };
    return Date.now() - begunAt.getTime() < startingMilliseconds ? 'starting' : null;
  }
}
