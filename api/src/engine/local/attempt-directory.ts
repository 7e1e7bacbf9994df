import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
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

  /** When the attempt was handed in last, or null if it never was. */
  async submittedAt(): Promise<Date | null> {
    const found = await stat(this.record(await this.starts())).catch(absent);
    return found?.mtime ?? null;
  }

  /**
   * How often the attempt was started. Each start has a record of its own, which nobody ever removes: so whoever starts it
   * again after it was lost does so as the start after the one it saw lost, and of two who do, one finds the record there.
   */
  async starts(): Promise<number> {
    const names = (await readdir(this.path).catch(absent)) ?? [];
    return Math.max(0, ...names.map((name) => Number(/^process\.(\d+)$/.exec(name)?.[1] ?? 0)));
  }

  /** The supervisor of a start (the newest): `starting` while it has not yet written who it is, null if it died before. */
  async supervisor(start?: number): Promise<ProcessIdentity | 'starting' | null> {
    const record = this.record(start ?? (await this.starts()));
    const submittedAt = (await stat(record).catch(absent))?.mtime;
    if (submittedAt === undefined) return null;
    const [pid, startedAt] = (await readFile(record, 'utf8')).trimEnd().split('\n');
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

  /** Who carried out the attempt's nth start. */
  record(start: number): string {
    return path.join(this.path, `process.${start}`);
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
