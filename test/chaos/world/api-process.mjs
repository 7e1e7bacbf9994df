import path from 'node:path';
import { nodeOptionsOf } from '../../../scripts/lib/node-options.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { eachLine, supervise } from '../../../scripts/lib/supervise.mjs';
import { eventually } from './eventually.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const WORDS_KEPT = 40;

/** A process of the API as `npm run <name>` starts it, on a port of its own. It ends with us, whatever ends us. */
export class ApiProcess {
  /** What it said last. */
  words = [];
  /** Its exit code once it has ended; null while it runs. */
  exitCode = null;
  #running;

  /** @param {'indexer' | 'graphql' | 'executor'} name */
  static async start(name, environment) {
    const port = await freePort();
    return new ApiProcess(name, port, environment);
  }

  constructor(name, port, environment) {
    this.name = name;
    this.port = port;
    const command = [...nodeOptionsOf(name), path.join(root, `dist/api/main.${name}.js`)];
    const ports = { HOST: '127.0.0.1', [`${name.toUpperCase()}_PORT`]: String(port) };
    this.#running = supervise(process.execPath, command, {
      cwd: root,
      env: { ...process.env, ...environment, ...ports },
    });
    const { child, exited } = this.#running;
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => this.#hear(line));
    this.exited = exited.then((code) => {
      this.exitCode = code;
      return code;
    });
  }

  /** Asks a door; null when nothing answers. */
  async get(door, { seconds = 5 } = {}) {
    try {
      const signal = AbortSignal.timeout(seconds * 1000);
      const response = await fetch(`http://127.0.0.1:${this.port}${door}`, { signal });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  /** Resolves when it says that it does its work. */
  async untilReady(seconds = 60) {
    let said = 'nothing';
    const look = async () => {
      if (this.exitCode !== null)
        throw new Error(`${this.name} ended with exit code ${this.exitCode}:\n${this.lastWords}`);
      const answer = await this.get('/readyz');
      said = answer?.text ?? said;
      return answer?.status === 200;
    };
    await eventually(`${this.name} is ready`, look, seconds).catch((error) => {
      throw new Error(`${error.message} (${said})\n${this.lastWords}`);
    });
  }

  /** Sends a signal to the process, and to the shell that watches over it. */
  signal(signal) {
    if (this.exitCode === null) process.kill(-this.#running.child.pid, signal);
  }

  get lastWords() {
    return this.words.join('\n');
  }

  async stop() {
    this.signal('SIGCONT');
    await this.#running.stop();
  }

  #hear(line) {
    this.words.push(line);
    if (this.words.length > WORDS_KEPT) this.words.shift();
  }
}
