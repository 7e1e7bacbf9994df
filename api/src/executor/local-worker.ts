import path from 'node:path';
import type { Env } from '../config/env.js';
import { workerEnvironment } from '../config/worker-environment.js';
import { LocalEngine } from '../engine/local/local.engine.js';

/** The local engine as the environment configures it. */
export function localWorker(env: Env): LocalEngine {
  return new LocalEngine({
    runsDirectory: env.RUNS_DIR,
    command: env.WORKER_COMMAND,
    workingDirectory: path.resolve(env.WORKER_DIR),
    inputsDirectory: env.WORKER_INPUTS_DIR,
    environment: workerEnvironment(env),
    slots: env.LOCAL_ENGINE_SLOTS,
  });
}
