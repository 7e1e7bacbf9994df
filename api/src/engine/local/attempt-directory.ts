import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AttemptKey, AttemptRequest, LogPage, LogStream } from '../engine.js';
import type { ProcessIdentity } from './process-identity.js';

/** A supervisor that has not said who it is within this time died before it could. */
const startingMilliseconds = 10_000;
const pageBytes = 256 * 1024;

/** Everything that the local engine remembers of one attempt: files in one directory, so that a restart forgets nothing. */
export class AttemptDirectory {
  readonly path: string;

  constructor(
    runsDirectory: string,
    readonly key: AttemptKey,
  ) {
    this.path = path.join(runsDirectory, key);
  }

  get job(): string {
    return path.join(this.path, 'job.json');
  }

  get result(): string {
    return path.join(this.path, 'result');
  }

  /** Lays the job out. It is there whole or not at all. */
  async prepare(request: AttemptRequest): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const part = path.join(this.path, `job.${randomUUID()}.part`);
    await writeFile(part, request.job, { mode: 0o600 });
    await rename(part, this.job);
  }

  /** When the attempt was handed in, or null if it never was. */
  async submittedAt(): Promise<Date | null> {
    const found = await stat(path.join(this.path, 'process')).catch(absent);
    return found?.mtime ?? null;
  }

  /** Makes room for another supervisor after one that died. False when somebody else did so just now. */
  async putAsideLost(): Promise<boolean> {
    const record = path.join(this.path, 'process');
    const text = await readFile(record, 'utf8').catch(absent);
    const pid = text?.split('\n')[0]?.trim() || 'unknown';
    try {
      // Exclusive, and named after the one that died: the record of its successor is never put aside by mistake.
      await writeFile(path.join(this.path, `lost.${pid}`), text ?? '', { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    await rm(record, { force: true });
    return true;
  }

  /** The supervisor, `starting` while it has not yet written who it is, or null when it died before or was never started. */
  async supervisor(): Promise<ProcessIdentity | 'starting' | null> {
    const submittedAt = await this.submittedAt();
    if (submittedAt === null) return null;
    const [pid, startedAt] = (await readFile(path.join(this.path, 'process'), 'utf8')).trimEnd().split('\n');
    if (pid && startedAt) return { pid: Number(pid), startedAt: startedAt.split(/\s+/).join(' ').trim() };
    return Date.now() - submittedAt.getTime() < startingMilliseconds ? 'starting' : null;
  }

  /** How the worker ended, or null while it has not. */
  async exitCode(): Promise<number | null> {
    const text = await readFile(path.join(this.path, 'exit'), 'utf8').catch(absent);
    // A full disk leaves an empty file: nothing is not 0.
    return text === null || text.trim() === '' ? null : Number(text.trim());
  }

  async markStopped(): Promise<void> {
    await writeFile(path.join(this.path, 'stopped'), '');
  }

  async isMarkedStopped(): Promise<boolean> {
    return (await stat(path.join(this.path, 'stopped')).catch(absent)) !== null;
  }

  /** The last line with text of what the worker said on stderr. */
  async lastWords(): Promise<string | null> {
    const file = this.streamFile('stderr');
    const size = (await stat(file).catch(absent))?.size ?? 0;
    const { text } = await readFrom(file, Math.max(0, size - 8192));
    return (
      text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .at(-1) ?? null
    );
  }

  /** Whole lines only: a line that is still being written is left for the next page. */
  async readLines(stream: LogStream, cursor: number): Promise<LogPage> {
    const { text, bytes } = await readFrom(this.streamFile(stream), cursor);
    // A line longer than a page would stop the reader for ever: it is cut instead.
    const end = bytes === pageBytes && !text.includes('\n') ? text.length : text.lastIndexOf('\n') + 1;
    const whole = text.slice(0, end);
    return { lines: whole.split('\n').filter((line) => line !== ''), nextCursor: cursor + Buffer.byteLength(whole) };
  }

  private streamFile(stream: LogStream): string {
    return stream === 'progress' ? path.join(this.result, 'progress.jsonl') : path.join(this.path, `${stream}.log`);
  }
}

async function readFrom(file: string, offset: number): Promise<{ text: string; bytes: number }> {
  const handle = await open(file, 'r').catch(absent);
  if (handle === null) return { text: '', bytes: 0 };
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(pageBytes), 0, pageBytes, offset);
    return { text: buffer.toString('utf8', 0, bytesRead), bytes: bytesRead };
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
