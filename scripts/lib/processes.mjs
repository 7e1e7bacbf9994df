import fs from 'node:fs';
import path from 'node:path';
import { eachLine, supervise } from './supervise.mjs';

/** Appends every line to `<directory>/<name>.log`, which starts empty, and keeps the last ones for an error message. */
export function openLog(directory, name) {
  fs.mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${name}.log`);
  const stream = fs.createWriteStream(file);
  const recent = [];
  const write = (line) => {
    stream.write(`${line}\n`);
    recent.push(line);
    if (recent.length > 10) recent.shift();
  };
  return { file, write, recent };
}

/**
 * The programs of one start: each writes its own log, none outlives this process, and all are stopped in the reverse order
 * of their start.
 */
export class Processes {
  #logDirectory;
  #onLoss;
  #running = [];
  #isStopping = false;

  /**
   * @param {{logDirectory: string, onLoss?: (sentence: string) => void}} options `onLoss` hears of a program that ended though
   *   nobody stopped it
   */
  constructor({ logDirectory, onLoss = () => {} }) {
    this.#logDirectory = logDirectory;
    this.#onLoss = onLoss;
  }

  /**
   * Takes charge of a program with a launcher of its own (the database, the chain).
   * @template {{exited: Promise<number>, stop: () => Promise<void>}} T
   * @param {string} name
   * @param {(log: (line: string) => void) => Promise<T>} launch
   */
  async launch(name, launch) {
    const log = openLog(this.#logDirectory, name);
    const running = await launch(log.write);
    this.#running.push(running);
    this.#reportLoss(name, running, log);
    if (this.#isStopping) await this.stopAll();
    return running;
  }

  /**
   * Starts a program and waits until it says that it is ready.
   * @param {string} name
   * @param {string[]} command program and arguments
   * @param {{ready?: RegExp, readySeconds?: number, onLine?: (line: string) => void, cwd?: string, env?: NodeJS.ProcessEnv,
   *   afterwards?: string[]}} [options]
   *   without `ready` it counts as ready at once
   * @returns {Promise<string>} the line that matched `ready`
   */
  async start(name, [program, ...args], { ready, readySeconds = 60, onLine = () => {}, ...options } = {}) {
    if (this.#isStopping) throw new Error(`${name} was not started: everything is being stopped.`);
    const log = openLog(this.#logDirectory, name);
    const process = supervise(program, args, options);
    this.#running.push(process);
    const readyLine = await new Promise((resolve, reject) => {
      const see = (line) => {
        log.write(line);
        onLine(line);
        if (ready?.test(line)) resolve(line);
      };
      eachLine(process.child.stdout, see);
      eachLine(process.child.stderr, see);
      const fail = (why) =>
        reject(new Error(`${name} did not start: ${why}. Its log is ${log.file}\n${log.recent.join('\n')}`));
      process.exited.then((code) => fail(`it ended with exit code ${code}`));
      if (ready) setTimeout(fail, readySeconds * 1000, `it was not ready after ${readySeconds} s`).unref();
      else resolve('');
    });
    this.#reportLoss(name, process, log);
    return readyLine;
  }

  #reportLoss(name, { exited }, log) {
    exited.then((code) => {
      if (this.#isStopping) return;
      const lastWords = log.recent.findLast((line) => line.trim());
      const said = lastWords ? `, saying “${lastWords}”` : '';
      this.#onLoss(`${name} ended by itself (exit code ${code})${said}; its log is ${log.file}`);
    });
  }

  /** Stops everything, the last started first. */
  async stopAll() {
    this.#isStopping = true;
    for (const { stop } of this.#running.splice(0).reverse()) await stop();
  }
}

/**
 * Calls `stop` once when the terminal, another program or the end of our parent asks us to end. A second Ctrl-C does not wait.
 * @param {(reason: string) => void} stop
 */
export function onEnd(stop) {
  const parent = process.ppid;
  let isEnding = false;
  const end = (reason) => {
    if (isEnding) return reason === 'SIGINT' ? process.exit(130) : undefined;
    isEnding = true;
    return stop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  // npm that is killed does not tell us; the operating system gives us another parent.
  setInterval(() => process.ppid !== parent && end('the parent ended'), 1000).unref();
}
