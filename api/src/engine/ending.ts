import { constants } from 'node:os';
import type { AttemptState } from './engine.js';

const longestReason = 500;

/** Signals that others send. By its own faults a program ends with another one, such as SIGSEGV, SIGABRT or SIGXCPU. */
const fromOutside = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGTERM'] as const;

/** How an attempt stands, with a sentence for people when it did not succeed. */
export interface Standing {
  readonly state: AttemptState;
  readonly reason: string | null;
}

export const running: Standing = { state: 'running', reason: null };
export const stopped: Standing = { state: 'stopped', reason: 'the attempt was stopped' };

/** An attempt that is gone without having said how it ended. */
export const lost = (reason: string): Standing => ({ state: 'lost', reason: readable(reason) });

/**
 * What a worker's exit code means. Of a process that a signal ended, shells say 128 and the signal's number. Such a signal
 * says nothing of the job, neither that of a person nor that of a machine without memory: what exceeds its own limits ends
 * with a sentence.
 */
export function endingOf(exitCode: number, lastWords: string | null): Standing {
  if (exitCode === 0) return { state: 'succeeded', reason: null };
  const signal = fromOutside.find((name) => exitCode === 128 + constants.signals[name]);
  if (signal !== undefined) return lost(`the worker was ended from outside, by ${signal}`);
  const { rejected, failed } = wordsIn(lastWords ?? '');
  // A job is rejected only in so many words: interpreters and option parsers use the exit code 2 for their own troubles.
  if (exitCode === 2 && rejected !== null) return { state: 'rejected', reason: rejected };
  return failure(failed ?? lastWords ?? `the worker ended with exit code ${exitCode}`);
}

/** An attempt that may be tried once more, as another one. */
export const failure = (reason: string): Standing => ({ state: 'failed', reason: readable(reason) });

/** A text that every database can hold: PostgreSQL knows no NUL. */
function readable(text: string): string {
  return text.slice(0, longestReason).replaceAll('\0', '\uFFFD');
}

/** The worker's last line is `{"rejected": …}` or `{"failed": …}`, when it ended as it meant to. */
function wordsIn(lastLine: string): { rejected: string | null; failed: string | null } {
  try {
    const { rejected, failed } = JSON.parse(lastLine) as { rejected?: unknown; failed?: unknown };
    const text = (value: unknown) => (typeof value === 'string' ? readable(value) : null);
    return { rejected: text(rejected), failed: text(failed) };
  } catch {
    return { rejected: null, failed: null };
  }
}
