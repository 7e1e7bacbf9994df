import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type AttemptKey, type AttemptRequest, isAttemptKey, type LogPage, type LogStream } from './engine.js';
import { absent, lastLine, readLines } from './log-lines.js';

/**
 * Everything that an engine remembers of one attempt: files in one directory, so that a restart forgets nothing.
 *
 * An attempt that was lost is started again in its place. Each start has a number and files of its own, which nobody ever
 * removes: so whoever starts it again does so as the start after the one it saw lost, and of two who do, one finds that
 * the other was there.
 */
export class AttemptDirectory {
  readonly path: string;

  constructor(
    runsDirectory: string,
    readonly key: AttemptKey,
  ) {
    if (!isAttemptKey(key)) throw new Error(`not an attempt key: ${key}`);
    this.path = path.join(runsDirectory, key);
  }

  get job(): string {
    return this.file('job.json');
  }

  get result(): string {
    return this.file('result');
  }

  /** Lays the job out. It is there whole or not at all. */
  async prepare(request: AttemptRequest): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await this.write('job.json', request.job);
  }

  /** How often the attempt was started. */
  async starts(): Promise<number> {
    const names = (await readdir(this.path).catch(absent)) ?? [];
    return Math.max(0, ...names.map((name) => Number(/^(?:process|submission)\.(\d+)$/.exec(name)?.[1] ?? 0)));
  }

  /** Who carried out the attempt's nth start: made by whoever begins it, and of two who do, by the first. */
  record(start: number): string {
    return this.file(`process.${start}`);
  }

  /** When the nth start began, or null if it has not. */
  async begunAt(start: number): Promise<Date | null> {
    return (await stat(this.record(start)).catch(absent))?.mtime ?? null;
  }

  /** How the nth start ended, or null while it has not. */
  async exitCode(start: number): Promise<number | null> {
    const text = await this.read(`exit.${start}`);
    // A full disk leaves an empty file: nothing is not 0.
    return text === null || text.trim() === '' ? null : Number(text.trim());
  }

  async markStopped(): Promise<void> {
    await writeFile(this.file('stopped'), '');
  }

  async isMarkedStopped(): Promise<boolean> {
    return (await stat(this.file('stopped')).catch(absent)) !== null;
  }

  /** The last line with text of what the worker said on stderr. */
  async lastWords(): Promise<string | null> {
    return lastLine(this.file('stderr.log'));
  }

  /** A log from a cursor on, whole lines only. */
  async readLog(stream: LogStream, cursor: number): Promise<LogPage> {
    const file = stream === 'progress' ? path.join(this.result, 'progress.jsonl') : this.file(`${stream}.log`);
    return readLines(file, cursor);
  }

  protected file(name: string): string {
    return path.join(this.path, name);
  }

  protected async read(name: string): Promise<string | null> {
    return readFile(this.file(name), 'utf8').catch(absent);
  }

  /** Writes a file that is there whole or not at all. */
  protected async write(name: string, text: string): Promise<void> {
    const part = this.file(`${name}.${randomUUID()}.part`);
    await writeFile(part, text, { mode: 0o600 });
    await rename(part, this.file(name));
  }
}

/** The keys of all attempts that have a directory. */
export async function attemptKeysIn(runsDirectory: string): Promise<AttemptKey[]> {
  await mkdir(runsDirectory, { recursive: true, mode: 0o700 });
  return (await readdir(runsDirectory)).filter(isAttemptKey);
}
