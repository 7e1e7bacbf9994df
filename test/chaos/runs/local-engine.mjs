import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Where attempts are executed in a world of runs. Another engine is another class like this one: what the executor is told
 * of it, what it has counted, and what of it can be killed.
 */
export class LocalEngine {
  #folder;

  constructor(folder) {
    this.#folder = folder;
    mkdirSync(this.inputs, { recursive: true });
  }

  get inputs() {
    return path.join(this.#folder, 'inputs');
  }

  /** What the executor is told. */
  get environment() {
    return {
      WORKER_COMMAND: JSON.stringify([process.execPath, path.join(import.meta.dirname, 'counting-trainer.mjs')]),
      WORKER_DIR: this.#folder,
      WORKER_INPUTS_DIR: this.inputs,
      RUNS_DIR: path.join(this.#folder, 'runs'),
      ARTIFACT_DIR: path.join(this.#folder, 'artifacts'),
      LOCAL_ENGINE_SLOTS: '4',
    };
  }

  /** What the trainers of a run have noted. @returns {{what: 'began' | 'ended', attempt: number, pid: number}[]} */
  countOf(runId) {
    const file = path.join(this.inputs, 'count');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return lines.flatMap((line) => {
      const [what, run, attempt, pid] = line.split(' ');
      return run === runId ? [{ what, attempt: Number(attempt), pid: Number(pid) }] : [];
    });
  }

  /** Sends a signal to the trainer of a run that began last; whether there was one to get it. */
  signalTrainer(runId, signal) {
    const notes = this.countOf(runId);
    const running = notes.findLast(({ what, pid }) => what === 'began' && !isEnded(notes, pid));
    if (!running) return false;
    try {
      process.kill(running.pid, signal);
      return true;
    } catch (error) {
      if (error.code === 'ESRCH') return false;
      throw error;
    }
  }
}

const isEnded = (notes, pid) => notes.some((note) => note.what === 'ended' && note.pid === pid);
