import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '../config/config-error.js';
import type { Env } from '../config/env.js';
import { passedOn, toldToWorkers, workerEnvironment } from '../config/worker-environment.js';
import { ClusterEngine } from '../engine/cluster/cluster.engine.js';
import type { Scheduler } from '../engine/cluster/scheduler.js';
import type { Engine } from '../engine/engine.js';
import { LocalEngine } from '../engine/local/local.engine.js';
import { RayScheduler } from '../engine/ray/ray.scheduler.js';
import { RestClient } from '../engine/rest-client.js';
import { SlurmScheduler } from '../engine/slurm/slurm.scheduler.js';

/** The engine that the environment names. */
export function configuredEngine(env: Env): Engine {
  const worker = {
    runsDirectory: env.RUNS_DIR,
    command: env.WORKER_COMMAND,
    workingDirectory: path.resolve(env.WORKER_DIR),
    inputsDirectory: env.WORKER_INPUTS_DIR,
  };
  if (env.EXECUTOR_ENGINE === 'local') {
    return new LocalEngine({ ...worker, environment: workerEnvironment(env), slots: env.LOCAL_ENGINE_SLOTS });
  }
  return new ClusterEngine(env.EXECUTOR_ENGINE === 'ray' ? ray(env) : slurm(env), {
    ...worker,
    environment: toldToWorkers(env),
    passedOn,
    slots: env.CLUSTER_SLOTS,
    resources: {
      nodes: env.CLUSTER_NODES,
      cpusPerNode: env.CLUSTER_CPUS_PER_NODE,
      gpusPerNode: env.CLUSTER_GPUS_PER_NODE,
    },
    leaseSeconds: env.CLUSTER_LEASE_SECONDS,
  });
}

function ray(env: Env): Scheduler {
  const rest = new RestClient(env.RAY_ADDRESS ?? '', async () => ({
    authorization: `Bearer ${await secretIn('RAY_AUTH_TOKEN_FILE', env.RAY_AUTH_TOKEN_FILE)}`,
  }));
  const script = path.resolve(env.WORKER_DIR, 'mandate_worker/on_ray.py');
  return new RayScheduler(rest, { python: env.RAY_PYTHON, script });
}

function slurm(env: Env): Scheduler {
  const rest = new RestClient(env.SLURM_REST_URL ?? '', async (): Promise<Record<string, string>> => {
    if (env.SLURM_TOKEN_FILE === undefined) return {};
    const token = await secretIn('SLURM_TOKEN_FILE', env.SLURM_TOKEN_FILE);
    // What `scontrol token` prints can be kept as it is.
    return { 'x-slurm-user-name': env.SLURM_USER ?? '', 'x-slurm-user-token': token.replace(/^SLURM_JWT=/, '') };
  });
  return new SlurmScheduler(rest, {
    ...(env.SLURM_PARTITION && { partition: env.SLURM_PARTITION }),
    ...(env.SLURM_ACCOUNT && { account: env.SLURM_ACCOUNT }),
  });
}

async function secretIn(variable: string, file: string | undefined): Promise<string> {
  const text = await readFile(file ?? '', 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${variable} names a file that cannot be read (${error.code}).`);
  });
  if (text.trim() === '') throw new ConfigError(`${variable} names a file that is empty.`);
  return text.trim();
}
