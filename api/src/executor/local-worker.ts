import path from 'node:path';
import type { Env } from '../config/env.js';
import { LocalEngine } from '../engine/local/local.engine.js';

/** What a worker may know of our environment: where programs and devices are, nothing that is secret. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'HF_HOME'];

/** The local engine as the environment configures it. */
export function localWorker(env: Env, source: NodeJS.ProcessEnv = process.env): LocalEngine {
  const known = passedOn.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]]));
  return new LocalEngine({
    runsDirectory: env.RUNS_DIR,
    command: env.WORKER_COMMAND,
    workingDirectory: path.resolve(env.WORKER_DIR),
    inputsDirectory: env.WORKER_INPUTS_DIR,
    environment: {
      ...Object.fromEntries(known),
      MANDATE_WORKER_THREADS: String(env.WORKER_THREADS),
      PYTHONUNBUFFERED: '1',
    },
    slots: env.LOCAL_ENGINE_SLOTS,
  });
}
