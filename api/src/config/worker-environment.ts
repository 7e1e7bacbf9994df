import type { Env } from './env.js';

/** What a worker may know of a machine's environment: where programs and devices are, nothing that is secret. */
export const passedOn: readonly string[] = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'CUDA_VISIBLE_DEVICES',
  'HF_HOME',
];

/** What a worker is told on every machine. */
export function toldToWorkers({ WORKER_THREADS }: Pick<Env, 'WORKER_THREADS'>): Record<string, string> {
  return { MANDATE_WORKER_THREADS: String(WORKER_THREADS), PYTHONUNBUFFERED: '1' };
}

/** All that a process of the worker sees of an environment, whether it trains or serves. */
export function workerEnvironment(
  env: Pick<Env, 'WORKER_THREADS'>,
  source: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const known = passedOn.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]]));
  return { ...Object.fromEntries(known), ...toldToWorkers(env) };
}
