import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { ServeClient } from './serve-client.js';

/** How the worker's serve process is started. */
export interface ServeOptions {
  /** The program and its first arguments, for example `.venv/bin/python -m mandate_worker`. */
  command: readonly string[];
  workingDirectory: string;
  baseDirectory: string;
  storeDirectory: string;
  /** All that it sees of an environment: never a secret. */
  environment: Readonly<Record<string, string>>;
  readyTimeoutMs: number;
}

type Log = (sentence: string) => void;

const RESTART_FIRST_MS = 500;
const RESTART_MAX_MS = 15_000;
const STOP_GRACE_MS = 1_500;

/**
 * Keeps one `mandate_worker serve` process alive: starts it again, ever more slowly, when it dies. It reads its stdin
 * and ends with it, so a gateway that is killed leaves no model in memory behind.
 */
export class ServeProcess {
  private child: ChildProcess | null = null;
  private ready: ServeClient | null = null;
  private restartTimer: NodeJS.Timeout | null = null;
  private restartAfterMs = RESTART_FIRST_MS;
  private isStopping = false;
  private lastError: string | null = null;

  constructor(
    private readonly options: ServeOptions,
    private readonly log: Log,
    private readonly onChange: () => void = () => {},
  ) {}

  /** The way to the running process; null while it starts or restarts. A restarted process is a new client. */
  get client(): ServeClient | null {
    return this.ready;
  }

  /** Why it is not running, for people. */
  get problem(): string | null {
    return this.ready ? null : (this.lastError ?? 'the serve process is starting');
  }

  /** The process id, while one is running. */
  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  start(): void {
    const child = this.spawn();
    this.child = child;

    let late: string | null = null;
    const timeout = setTimeout(() => {
      late = `the serve process was not ready after ${this.options.readyTimeoutMs / 1_000} s`;
      child.kill('SIGKILL');
    }, this.options.readyTimeoutMs);
    // A process that died takes its pipe with it; its exit is what is acted on.
    child.stdin.on('error', () => {});
    createInterface({ input: child.stderr }).on('line', (line) => this.log(line));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = readyPort(line);
      if (port === null) return;
      clearTimeout(timeout);
      this.becomeReady(port);
    });
    child.once('error', (error) => {
      clearTimeout(timeout);
      this.restart(`the serve process could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timeout);
      this.restart(late ?? `the serve process ended (${signal ?? `exit code ${code}`})`);
    });
  }

  /** Ends the process: by closing its stdin first, by force when that is not heard. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.restartTimer) clearTimeout(this.restartTimer);
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(force);
  }

  private spawn(): ChildProcessByStdio<Writable, Readable, Readable> {
    const { command, baseDirectory, storeDirectory, workingDirectory, environment } = this.options;
    const [program, ...firstArguments] = command;
    if (!program) throw new Error('the worker command is empty');
    const places = ['--base', baseDirectory, '--store', storeDirectory];
    return spawn(program, [...firstArguments, 'serve', '--port', '0', ...places, '--exit-with-stdin'], {
      cwd: workingDirectory,
      stdio: 'pipe',
      env: environment,
    });
  }

  private becomeReady(port: number): void {
    this.ready = new ServeClient(port);
    this.lastError = null;
    this.restartAfterMs = RESTART_FIRST_MS;
    this.log(`the serve process is ready on port ${port}`);
    this.onChange();
  }

  private restart(reason: string): void {
    if (this.child === null) return;
    this.child = null;
    this.ready = null;
    if (this.isStopping) return;
    this.log(`${reason}; starting it again in ${this.restartAfterMs} ms`);
    this.restartTimer = setTimeout(() => this.start(), this.restartAfterMs);
    this.restartAfterMs = Math.min(this.restartAfterMs * 2, RESTART_MAX_MS);
    this.lastError = reason;
    this.onChange();
  }
}

function readyPort(line: string): number | null {
  try {
    const message = JSON.parse(line);
    return message?.ready === true && Number.isInteger(message.port) ? message.port : null;
  } catch {
    return null; // a library that prints to stdout
  }
}
