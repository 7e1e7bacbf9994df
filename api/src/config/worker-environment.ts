import type { Env } from './env.js';

/** What a worker may know of our environment: where programs and devices are, nothing that is secret. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'HF_HOME'];

/** All that a process of the worker sees of an environment, whether it trains or serves. */
export function workerEnvironment(
  { WORKER_THREADS }: Pick<Env, 'WORKER_THREADS'>,
  source: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const known = passedOn.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]]));
  return { ...Object.fromEntries(known), MANDATE_WORKER_THREADS: String(WORKER_THREADS), PYTHONUNBUFFERED: '1' };
}
