import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AttemptStatus } from '../../src/engine/engine.js';
import { type EngineWorld, jobOf, runId } from './engine-world.js';

const run = promisify(execFile);

/** Submits from a process of its own, which has ended by the time of the answer. It runs what was built. */
export async function submitInProcess(
  world: EngineWorld,
  behaviour: string,
): Promise<Pick<AttemptStatus, 'key' | 'state'>> {
  const request = JSON.stringify({ runId, attempt: 1, job: jobOf(behaviour) });
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'submitter.mjs'), request], {
    env: { PATH: process.env.PATH, ...world.environment },
  });
  return JSON.parse(stdout) as Pick<AttemptStatus, 'key' | 'state'>;
}
