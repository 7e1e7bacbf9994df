import path from 'node:path';
import { nodeOptionsOf } from '../../../scripts/lib/node-options.mjs';
import { eachLine, supervise } from '../../../scripts/lib/supervise.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
/** Where the compiled API is; another build can be simulated by naming it. */
const entry = path.resolve(root, process.env.SIM_API ?? 'dist/api', 'main.indexer.js');
const POLL_MILLISECONDS = 50;
const WORDS_KEPT = 30;

/** The indexer as `npm run indexer` starts it; it ends with us, whatever ends us. */
export class IndexerProcess {
  /** What it said last. */
  words = [];
  /** Its exit code once it has ended; null while it runs. */
  exitCode = null;
  #running;

  constructor(args, environment) {
    const env = {
      ...process.env,
      ...environment,
      INDEXER_PORT: '0',
      INDEXER_POLL_MILLISECONDS: String(POLL_MILLISECONDS),
    };
    const command = [...nodeOptionsOf('indexer'), entry, ...args];
    this.#running = supervise(process.execPath, command, { cwd: root, env });
    const { child, exited } = this.#running;
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => this.#hear(line));
    this.exited = exited.then((code) => {
      this.exitCode = code;
      return code;
    });
  }

  /** As a machine does that loses its power. */
  async kill() {
    if (this.exitCode === null) process.kill(-this.#running.child.pid, 'SIGKILL');
    await this.exited;
  }

  /** As it is asked to; resolves with the exit code. */
  async stop() {
    await this.#running.stop();
    return this.exited;
  }

  #hear(line) {
    this.words.push(line);
    if (this.words.length > WORDS_KEPT) this.words.shift();
  }
}

/** Runs it to its end. */
export async function runIndexer(args, environment) {
  const indexer = new IndexerProcess(args, environment);
  const code = await indexer.exited;
  return { code, words: indexer.words.join('\n') };
}
