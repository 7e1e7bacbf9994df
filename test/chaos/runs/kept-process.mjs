import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { ApiProcess } from '../world/api-process.mjs';

/** What keeps a service alive waits so long before it starts one again that has ended. */
const RESTART_MILLISECONDS = 200;

/** A process of the API that is started again whenever it ends, as every service manager does it. */
export class KeptProcess {
  /** How often it has ended so far. */
  endings = 0;
  #isStopping = false;
  #keeping;

  static async start(name, environment) {
    return new KeptProcess(name, await freePort(), environment);
  }

  constructor(name, port, environment) {
    this.name = name;
    this.#keeping = this.#keep(port, environment);
  }

  /** Ends it at once; it comes again. */
  kill() {
    this.current.signal('SIGKILL');
  }

  freeze() {
    this.current.signal('SIGSTOP');
  }

  thaw() {
    this.current.signal('SIGCONT');
  }

  async isReady() {
    return (await this.current.get('/readyz'))?.status === 200;
  }

  get lastWords() {
    return this.current.lastWords;
  }

  async stop() {
    this.#isStopping = true;
    await this.current.stop();
    await this.#keeping;
  }

  async #keep(port, environment) {
    while (!this.#isStopping) {
      this.current = new ApiProcess(this.name, port, environment);
      await this.current.exited;
      this.endings += 1;
      if (!this.#isStopping) await pause(RESTART_MILLISECONDS);
    }
  }
}
